// The fit as Python has it: the same terms, the same sums, numbers that were rounded before either used them.

"use strict";

// A factor's value as a place: -1 at the lower end of what was tried, 1 at the upper.
function placeOf(factor, value) {
  const on = factor.log ? Math.log : Number;
  return (2 * (on(value) - on(factor.low))) / (on(factor.high) - on(factor.low)) - 1;
}

function placesOf(data, values) {
  return data.factors.map((factor, at) => [factor, values[at]]).filter(([factor]) => factor.varies).map(([factor, value]) => placeOf(factor, value));
}

function termsOf(basis, places) {
  return basis.exponents.map((powers) => powers.reduce((product, power, at) => product * Math.pow(places[at], power), 1));
}

// The sum of the squares of what the terms give in each column.
function squares(root, terms) {
  const columns = root.length && root[0].length ? root[0].length : 0;
  let total = 0;
  for (let column = 0; column < columns; column += 1) {
    let sum = 0;
    for (let row = 0; row < terms.length; row += 1) sum += terms[row] * root[row][column];
    total += sum * sum;
  }
  return total;
}

// Whether the sweep had the switches as they stand.
function isTried(data, values) {
  const switches = values.filter((_value, at) => data.factors[at].switch);
  return data.combinations.some((tried) => tried.every((value, at) => value === switches[at]));
}

// What is told of one response at some values: mean, variance, half the interval (null where there is none), and whether it is refused.
function predict(data, fit, kind, values) {
  const basis = data.bases[fit.basis];
  const one = fit[kind];
  const terms = termsOf(basis, placesOf(data, values));
  const leverage = squares(basis.root, terms);
  const mean = terms.reduce((sum, term, at) => sum + term * one.coefficients[at], 0);
  const variance = squares(one.root, terms) + one.lack * (1 + leverage);
  const half = one.quantile === null ? null : one.quantile * Math.sqrt(variance);
  return { mean, variance, half, refused: leverage > basis.limit || !isTried(data, values) };
}
