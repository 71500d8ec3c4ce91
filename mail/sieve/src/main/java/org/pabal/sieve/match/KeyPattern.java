// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.pabal.sieve.regex.Regex;
import org.pabal.sieve.run.Run;

/// One key, made ready for values. RFC 5228 §2.7.1.
sealed interface KeyPattern {

    boolean matches(Run run, String value);

    record Is(Comparator comparator, String foldedKey) implements KeyPattern {
        @Override
        public boolean matches(Run run, String value) {
            return comparator.areEqual(value, foldedKey);
        }
    }

    record Contains(Comparator comparator, String foldedKey) implements KeyPattern {
        @Override
        public boolean matches(Run run, String value) {
            return comparator.contains(value, foldedKey);
        }
    }

    /// @param capture for variables
    record Matches(Wildcards pattern, boolean capture) implements KeyPattern {
        @Override
        public boolean matches(Run run, String value) {
            if (!capture) {
                return pattern.matches(value, run::charge);
            }
            Optional<List<String>> captured = pattern.captured(value, run::charge);
            captured.ifPresent(run::captured);
            return captured.isPresent();
        }
    }

    /// @param capture for variables
    record Expression(Regex regex, boolean capture) implements KeyPattern {
        @Override
        public boolean matches(Run run, String value) {
            if (!regex.matches(value, run::charge)) {
                return false;
            }
            if (capture) {
                regex.captured(value, run::charge).ifPresent(run::captured);
            }
            return true;
        }
    }

    /// RFC 5231 §4.1.
    record Value(Comparator comparator, Relation relation, String key) implements KeyPattern {
        @Override
        public boolean matches(Run run, String value) {
            return relation.holds(comparator.compare(value, key));
        }
    }

    /// RFC 6134 §2.2. The value is then `${0}`.
    record Listed(URI list, boolean capture) implements KeyPattern {
        @Override
        public boolean matches(Run run, String value) {
            boolean listed = run.surroundings().isListed(list, value);
            if (listed && capture) {
                run.captured(List.of(value));
            }
            return listed;
        }
    }
}
