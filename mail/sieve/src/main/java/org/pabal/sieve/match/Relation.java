// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.util.Optional;

/// `relational-match = DQUOTE ("gt" / "ge" / "lt" / "le" / "eq" / "ne") DQUOTE`. RFC 5231 §4.
enum Relation {
    GT,
    GE,
    LT,
    LE,
    EQ,
    NE;

    static Optional<Relation> named(String name) {
        for (Relation relation : values()) {
            if (relation.name().equalsIgnoreCase(name)) {
                return Optional.of(relation);
            }
        }
        return Optional.empty();
    }

    /// @param comparison below, at or above zero
    boolean holds(int comparison) {
        return switch (this) {
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case EQ -> comparison == 0;
            case NE -> comparison != 0;
        };
    }
}
