"""The words of a new `flowdown.yaml`: what each section is for, with an example of an invented firm."""

from __future__ import annotations

from collections.abc import Mapping

LEADS = (
    "What you say of yourselves, for Flowdown. Made by `flowdown init`; yours to correct.",
    "",
    "Everything may be left out, or be `unknown`: what nobody knows stays an open question of that one contract and is",
    "never guessed. Dates are written YYYY-MM-DD. `flowdown profile` reads this file, names every fault with its line, and",
    "lists what is open. It holds contracts and people: think before you publish it.",
)

EXAMPLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "organisation": (("Who you are, as SAM.gov has you.",), ()),
    "contracts": (
        (
            "Contracts and subcontracts that you hold. Orders bind by what stands in them: copy the clauses with the date in",
            "their headings, from section I of the contract or from the prime's flow-down list.",
        ),
        (
            "  - id: pump-spares",
            "    customer: big-prime            # an id of `customers`",
            "    piid: N00104-26-C-0001         # the Government's number; ask the prime for it",
            "    number: PO-4471                # the number that you and the customer use",
            "    agency: Department of the Navy",
            "    agency_kind: defense           # defense, intelligence, civilian, state, foreign, private",
            "    kind: subcontract",
            "    tier: 1                        # 0: you are the prime; 1: you work for the prime",
            "    solicited: unknown             # orders issued after this day bind only if they were added",
            "    awarded: 2025-11-14",
            "    ends: 2027-11-13",
            "    clauses:",
            "      - FAR 52.204-25 (NOV 2021)",
            "      - {clause: FAR 52.204-30, version: unknown, modification: P00002, since: 2026-02-01}",
            "    all_clauses_listed: no         # `yes` once the list is complete",
            "    orders: []                     # orders that the contract names",
            "    all_orders_listed: unknown",
            "    office: {name: the contracting office, place: 'Mechanicsburg, PA', time_zone: America/New_York}",
        ),
    ),
    "systems": (
        ("Systems that run, and what they are used for: ids of contracts, or `own-business`.",),
        (
            "  - id: quotes",
            "    repository: service            # an id of `repositories`",
            "    paths: [services/quotes]       # its own folders; leave out if all of the repository is",
            "    serves: [pump-spares, own-business]",
            "    federal: no                    # is it a federal information system?",
        ),
    ),
    "repositories": (
        ("Code: where it lies, seen from the folder of this file, and which contracts it works for.",),
        ("  - {id: service, path: ., serves: [pump-spares]}",),
    ),
    "equipment": (
        (
            "Devices and what is installed on them: cameras, phones, routers, drones. `--equipment FILE.csv` reads a list.",
        ),
        (
            "  - id: gate-camera",
            "    kind: camera",
            "    maker: unknown                 # what is printed on it; a name will do",
            "    purpose: watching the gate",
            "    serves: own-business",
            "    installed: [{name: a program, maker: its maker}]",
        ),
    ),
    "suppliers": (
        ("Who sells to you or works under you. `--suppliers FILE.csv` reads a vendor master.",),
        (
            "  - id: some-host",
            "    name: Some Host, Inc.",
            "    subcontractor: no              # `yes`: it works under one of your contracts",
            "    supplies: [{what: hosting, to: [quotes]}]",
        ),
    ),
    "customers": (
        ("Primes, agencies and other buyers.",),
        ("  - {id: big-prime, name: Big Prime Corporation, contact: subcontracts@prime.example}",),
    ),
    "firms": (
        ("Other firms that are named only as owners or owned.",),
        ("  - {id: our-parent, name: Our Parent Holdings, country: US}",),
    ),
    "people": (
        ("Who has which part: contracts, security, engineering, reports (sends them), signs (certifies).",),
        ("  - {name: Ann Example, roles: [contracts, reports], email: ann@harbor.example}",),
    ),
    "vendors": (
        (
            "Vendors that you know you use, whatever a scan finds: subscriptions, chat accounts. `flowdown vendors` lists ids.",
        ),
        ("  - {vendor: openai, what: chat accounts, serves: own-business}",),
    ),
    "alternatives": (
        ("What could take a vendor's place, and how long that takes.",),
        ("  - {to: openai, vendor: mistral, days: 10, ready: no}",),
    ),
    "ownership": (
        ("Who holds how much of whom; `us` is you.",),
        ("  - {owner: our-parent, owned: us, percent: 100}",),
    ),
    "discoveries": (
        (
            "What was found of a covered vendor, or what somebody told you of: it starts the clocks of your contracts.",
            "`flowdown deadlines` says what is due, and under which name it takes reports that went out.",
        ),
        (
            "  - id: gate-camera-label",
            "    what: camera at the gate",
            "    maker: unknown                 # a vendor's id or a name",
            "    where: gate-camera             # an id of equipment, systems, repositories or suppliers",
            "    identified: 2026-01-05T14:20   # in your time zone, unless it says one",
            "    submitted: []                  # as {report: ORDER/DUTY, contract: pump-spares, at: 2026-01-06T10:00}",
        ),
    ),
    "reviews": (
        ("Duties that come again or have a fixed day, as you met them: `flowdown deadlines` names them.",),
        ("  - {duty: ORDER/DUTY, contract: pump-spares, on: 2026-01-05, by: Ann Example}",),
    ),
}
