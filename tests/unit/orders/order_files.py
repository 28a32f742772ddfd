"""An order file for tests, in our own words."""

ORDER = """\
id: xx-parts
title: Order on parts
citation: Order 7
kind: directive
issuer: an office
jurisdiction: XX
about: a test
addressee: its contractors
checked_until: 2026-06-01
vendors: [huawei]
sources: [{id: text, publisher: an office, title: Order 7, mark: P}]
dates: [{kind: effective, day: 2026-02-01, source: text, mark: P}]
status:
  - {day: 2026-01-10, status: announced, what: it is announced, source: text, mark: N}
  - {day: 2026-02-01, status: in-force, what: it takes effect, source: text, mark: P, by: the office}
  - {day: 2026-04-01, status: enjoined, what: a court halts it, source: text, mark: P, by: the district court}
open_points:
  - {id: spare, claim: It is a spare part., asks: Is it a spare part?, if_true: it may stay, if_false: it has to go}
readings:
  - {id: narrow, says: spares are left out, held_by: the makers, given: [spare], source: text, mark: L}
norms:
  - id: no_parts
    title: no parts of that maker
    modality: must_not
    bearer: {kind: contractor}
    action: use
    object: {made_by: huawei}
    contexts: [dod_contract_performance]
    from: 2026-02-01
    authority: us_dod_acquisition
    cites: Order 7 (a)
    quote: no parts of that maker
    source: text
    mark: P
    exceptions: [{given: spare, note: spare parts}]
stays:
  - {id: halt, of: no_parts, by: us_ndca, issued: 2026-04-01, from: 2026-04-01, to: 2026-05-01, cites: "No. 7"}
duties:
  - id: first_report
    title: report of a part
    action: report
    bearer: {kind: contractor}
    clock: {business_days: 1, after: [identification]}
    fields: [{name: contract number}, {name: maker, only_if_known: true}]
    to: [{office: the office, when: always}]
    quote: within one business day
    cites: Order 7 (d)
    source: text
    mark: P
  - id: second_report
    title: what was done about it
    action: report
    bearer: {kind: contractor}
    follows: first_report
    clock: {business_days: 10, after: [submission]}
    quote: within 10 business days
    cites: Order 7 (e)
    source: text
    mark: P
examples:
  - {as_of: 2026-01-15, context: dod_contract_performance, uses: ["huawei:device"], outcome: CLEAR}
  - as_of: 2026-03-01
    context: dod_contract_performance
    uses: ["huawei:device"]
    given: [not spare]
    outcome: BREACH
    because: [no_parts]
  - as_of: 2026-04-10
    context: dod_contract_performance
    uses: ["huawei:device"]
    given: [not spare]
    outcome: EXEMPT
    because: [no_parts]
"""
