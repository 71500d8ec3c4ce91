// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamTest;

/// What has been found so far; each test counts once.
final class Findings {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<SpamTest> tests = EnumSet.noneOf(SpamTest.class);

    void add(SpamTest test, String detail) {
        if (tests.add(test)) {
            findings.add(test.found(detail));
        }
    }

    void addIf(boolean holds, SpamTest test) {
        if (holds) {
            add(test, "");
        }
    }

    List<Finding> all() {
        return List.copyOf(findings);
    }
}
