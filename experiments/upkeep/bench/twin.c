/* The phase "hazards" of a month in plain C: the same operations in the same order as the rules, so the same bits.
   Work halts are left out: under the baseline nobody has the right to them. */

#include <stdint.h>
#include <string.h>

enum { ARRIVAL_COUNT, ARRIVAL_KIND, REMOVAL };
enum { MOST_SECTORS = 64, MOST_CELLS = 32 };

typedef struct {
    int64_t enterprises, domains, sectors, seed, world, month;
    int64_t streams[3];
    const double *effort, *competence, *attention, *output;
    const float *lasting, *size;
    const int16_t *known, *certified;
    const int8_t *sector;
    uint8_t *cells; /* cell by cell: those of one cell lie side by side */
    const double *exposure, *exposure_sum, *latent_share, *major_share, *major_factor;
    double arrivals, latent_arrival_share, lowest, highest, latent_factor, checks, scheme_checks, audit, yield;
} Month;

static inline double uniform(const Month *m, int stream, int64_t entity, int64_t index)
{
    uint32_t c0 = (uint32_t)entity, c1 = (uint32_t)m->month, c3 = (uint32_t)m->world;
    uint32_t c2 = (uint32_t)((m->streams[stream] & 0xFFFF) * 0x10000 + (index & 0xFFFF));
    uint32_t k0 = (uint32_t)m->seed, k1 = (uint32_t)((uint64_t)m->seed >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t product_0 = (uint64_t)0xD2511F53 * c0, product_1 = (uint64_t)0xCD9E8D57 * c2;
        c0 = (uint32_t)(product_1 >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)product_1;
        c2 = (uint32_t)(product_0 >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)product_0;
        k0 += 0x9E3779B9;
        k1 += 0xBB67AE85;
    }
    return ((double)(int64_t)(((uint64_t)c0 << 20) | ((uint64_t)c1 >> 12)) + 0.5) * (1.0 / 4503599627370496.0);
}

static inline double power_of_two(int64_t exponent)
{
    int64_t bits = (exponent + 1023) << 52;
    double value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static double exponential(double x)
{
    static const double terms[] = {
        479001600.0, 39916800.0, 3628800.0, 362880.0, 40320.0, 5040.0, 720.0, 120.0, 24.0, 6.0, 2.0, 1.0, 1.0,
    };
    if (x < -700.0)
        return 0.0;
    if (x > 700.0)
        x = 700.0;
    double scaled = x * 1.44269504088896338700e00;
    double nearest = (scaled + 6755399441055744.0) - 6755399441055744.0;
    int64_t k = (int64_t)nearest;
    double r = (x - nearest * 6.93147180369123816490e-01) - nearest * 1.90821492927058770002e-10;
    double total = 1.0 / 6227020800.0;
    for (int n = 0; n < 13; n++)
        total = total * r + 1.0 / terms[n];
    if (k < -1000)
        return (total * power_of_two(k + 100)) * power_of_two(-100);
    return total * power_of_two(k);
}

static inline double clip(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static int64_t poisson_count(double mean, double u)
{
    if (mean <= 0.0)
        return 0;
    if (mean > 600.0)
        mean = 600.0;
    double term = exponential(-mean), total = term;
    int64_t count = 0;
    while (u > total && count < 100000) {
        count += 1;
        term = term * mean / (double)count;
        total += term;
        if (term < 1e-18 && (double)count > mean)
            break;
    }
    return count;
}

static int64_t binomial_count(int64_t trials, double probability, double u)
{
    if (trials <= 0 || probability <= 0.0)
        return 0;
    if (probability >= 1.0)
        return trials;
    double none = 1.0 - probability;
    double odds = probability / none, term = 1.0, base = none;
    for (int64_t rest = trials; rest; rest >>= 1) {
        if (rest & 1)
            term = term * base;
        base = base * base;
    }
    double total = term;
    int64_t count = 0;
    while (u > total && count < trials) {
        term = term * odds * (double)(trials - count) / (double)(count + 1);
        count += 1;
        total += term;
    }
    return count;
}

/* Bounds by which an arriving hazard of a sector finds its cell. */
static void set_kinds(const Month *m, int64_t sector, double *bounds)
{
    double whole = 0.0;
    for (int64_t cell = 0; cell < 4 * m->domains; cell++) {
        double latent = clip(m->latent_arrival_share * m->latent_share[cell / 4], 0.0, 1.0);
        double major = clip(m->major_share[cell / 4] * m->major_factor[sector], 0.0, 1.0);
        whole += m->exposure[sector * m->domains + cell / 4] * (cell & 2 ? latent : 1.0 - latent) * (cell & 1 ? major : 1.0 - major);
        bounds[cell] = whole;
    }
    for (int64_t cell = 0; cell < 4 * m->domains; cell++)
        bounds[cell] = bounds[cell] >= whole ? 2.0 : bounds[cell] / whole;
}

static void arrive(const Month *m, int64_t i, const double *bounds)
{
    int64_t sector = m->sector[i];
    double mean = m->arrivals * m->exposure_sum[sector] * m->size[i] * m->lasting[i] * m->output[i];
    int64_t count = poisson_count(mean, uniform(m, ARRIVAL_COUNT, i, 0));
    for (int64_t n = 0; n < count; n++) {
        double u = uniform(m, ARRIVAL_KIND, i, n);
        int64_t cell = 0;
        for (int64_t other = 0; other < 4 * m->domains; other++)
            cell += u >= bounds[other];
        uint8_t *held = m->cells + cell * m->enterprises + i;
        *held += *held < 255;
    }
}

static void take_away(const Month *m, int64_t i)
{
    double own = clip(m->lowest + (m->highest - m->lowest) * m->effort[i] * m->competence[i], 0.0, 1.0);
    double checks = (m->known[i] ? m->checks : 0.0) + (m->certified[i] ? m->scheme_checks : 0.0);
    double genuine = m->attention[i] + (1.0 - m->attention[i]) * m->audit;
    double found = clip(checks / 12.0 * genuine * m->yield, 0.0, 1.0);
    double removal = 1.0 - (1.0 - own) * (1.0 - found), slow = removal * m->latent_factor;
    for (int64_t cell = 0; cell < 4 * m->domains; cell++) {
        uint8_t *held = m->cells + cell * m->enterprises + i;
        if (*held)
            *held -= binomial_count(*held, cell & 2 ? slow : removal, uniform(m, REMOVAL, i, cell));
    }
}

void phase_hazards(const Month *m)
{
    double bounds[MOST_SECTORS][MOST_CELLS];
    for (int64_t sector = 0; sector < m->sectors; sector++)
        set_kinds(m, sector, bounds[sector]);
    for (int64_t i = 0; i < m->enterprises; i++) {
        arrive(m, i, bounds[m->sector[i]]);
        take_away(m, i);
    }
}
