// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamTest;

/// What has been found about a mail so far; each test counts once.
final class Found {
    private final List<Finding> findings = new ArrayList<>();
    private final Set<SpamTest> tests = EnumSet.noneOf(SpamTest.class);

    void add(SpamTest test) {
        add(test, "");
    }

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

    /// With points that are found with it.
    void add(SpamTest test, double points) {
        if (tests.add(test)) {
            findings.add(new Finding(test.name(), points));
        }
    }

    boolean has(SpamTest test) {
        return tests.contains(test);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
