"""What an inspector sees, worked out by hand."""

from simulation.rules import detection
from tests.simulation.rules.tables import Question, by_hand, case, table

TABLES = (
    table(
        detection.specialist_match,
        dict(is_specialist=False, latent=False, major=False, visible_match=0.8, latent_match=0.2, standards=0.0, standards_effect=0.5),
        case("a layman before a visible hazard", 0.8),
        case("a layman before a latent one", 0.2, latent=True),
        case("a specialist sees what there is to see", 1.0, is_specialist=True, latent=True, major=True),
        case("written standards close half of the gap for major ones", 0.6, latent=True, major=True, standards=1.0),
        case("half of the standards close a quarter", 0.4, latent=True, major=True, standards=0.5),
        case("standards say nothing of ordinary hazards", 0.2, latent=True, standards=1.0),
        case("standards without effect", 0.2, latent=True, major=True, standards=1.0, standards_effect=0.0),
        case("perfect standards make every layman a specialist", 1.0, major=True, standards=1.0, standards_effect=1.0),
        case("a layman who sees half", 0.5, visible_match=0.5),
        case("a layman blind to the latent", 0.0, latent=True, latent_match=0.0),
    ),
    table(
        detection.detection_probability,
        dict(skill=0.5, match=1.0, thoroughness=1.0, equipment=1.0, hiding=0.0, tired=0.0, familiar=1.0),
        case("the skill alone, in the best circumstances", 0.5),
        case("no skill finds nothing", 0.0, skill=0.0),
        case("half a match halves it", 0.25, match=0.5),
        case("who looks at a fifth finds a fifth", 0.1, thoroughness=0.2),
        case("better instruments", 0.75, equipment=1.5),
        case("instruments cannot find more than is there", 1.0, equipment=3.0),
        case("a quarter hidden for the day", 0.375, hiding=0.25),
        case("all hidden", 0.0, hiding=1.0),
        case("a tired officer", 0.4, tired=0.2),
        case("a familiar face", 0.3, familiar=0.6),
        case("all of it together", 0.5 * 0.8 * 0.75 * 1.2 * 0.5 * 0.9 * 0.6, match=0.8, thoroughness=0.75, equipment=1.2, hiding=0.5, tired=0.1, familiar=0.6),
    ),
    table(
        detection.expected_probability,
        dict(unannounced=0.5, word_ahead=0.2, neighbours=0),
        case("the first visit in the place is expected when announced", 0.5),
        case("one neighbour seen passes the word", 0.6, neighbours=1),
        case("three neighbours", 1.0 - 0.5 * 0.512, neighbours=3),
        case("no neighbour visited, said of minus one", 0.5, neighbours=-1),
        case("every visit unannounced and nobody talks", 0.0, unannounced=1.0, word_ahead=0.0, neighbours=9),
        case("every visit announced", 1.0, unannounced=0.0),
        case("everybody talks", 1.0, unannounced=1.0, word_ahead=1.0, neighbours=1),
        case("the word of a thousand is that of two hundred", 1.0 - 0.999**200, unannounced=1.0, word_ahead=0.001, neighbours=1000),
    ),
    table(
        detection.warned_probability,
        dict(expected=0.5, warning=1.0, shielded=0.4),
        case("two fifths of the rest are warned", 0.7),
        case("friends who warn of every second visit", 0.6, warning=0.5),
        case("who has no friends is not warned", 0.5, shielded=0.0),
        case("friends who keep silent", 0.5, warning=0.0),
        case("none is expected but by a warning", 0.4, expected=0.0),
        case("no visit is expected more than surely", 1.0, warning=3.0),
    ),
    table(
        detection.hiding_share,
        dict(expected=True, latent=False, hidden_when_expected=0.3),
        case("an expected visit finds three tenths hidden", 0.3),
        case("a surprise finds all as it is", 0.0, expected=False),
        case("latent hazards need no hiding", 0.0, latent=True),
        case("a place that hides everything", 1.0, hidden_when_expected=1.0),
        case("a place that hides nothing", 0.0, hidden_when_expected=0.0),
    ),
    table(
        detection.video_factor,
        dict(by_video=True, latent=False, video_visible=0.6, video_latent=0.1),
        case("a camera shows three fifths of the visible", 0.6),
        case("and a tenth of the latent", 0.1, latent=True),
        case("on site one sees everything", 1.0, by_video=False),
        case("on site the camera's share is nothing to the latent", 1.0, by_video=False, latent=True),
        case("a camera as good as a visit", 1.0, video_visible=1.0),
        case("a camera blind to the latent", 0.0, latent=True, video_latent=0.0),
    ),
    table(
        detection.audited_match,
        dict(match=0.2, audit=False, sensor=False, latent=True, audit_match=0.5),
        case("an ordinary look", 0.2),
        case("an audit closes half of the gap", 0.6, audit=True),
        case("an audit that helps nobody", 0.2, audit=True, audit_match=0.0),
        case("an audit that opens every book", 1.0, audit=True, audit_match=1.0),
        case("a sensor shows the latent", 1.0, sensor=True),
        case("a sensor says nothing of the visible", 0.2, sensor=True, latent=False),
        case("a sensor and an audit before the visible", 0.6, sensor=True, audit=True, latent=False),
        case("a good eye before an audit", 0.9, match=0.8, audit=True),
    ),
    table(
        detection.campaign_unannounced,
        dict(unannounced=0.3, campaign=True, in_campaign=0.8),
        case("a campaign comes unannounced", 0.8),
        case("outside a campaign as always", 0.3, campaign=False),
        case("who always comes unannounced does so in a campaign", 0.9, unannounced=0.9),
        case("a campaign with notice", 0.3, in_campaign=0.0),
        case("a campaign without any", 1.0, in_campaign=1.0),
    ),
)


@by_hand(TABLES)
def test_by_hand(question: Question) -> None:
    question.ask()
