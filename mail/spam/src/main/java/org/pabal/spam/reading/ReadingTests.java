// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.reading;

import java.util.List;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;

/// What is found about a mail by reading it: tricks in its text, links, files and names.
public final class ReadingTests {
    private ReadingTests() {}

    public static List<Finding> of(MailReading reading, ArrivalFacts facts) {
        Findings found = new Findings();
        NameTests.run(reading, facts, found);
        LinkTests.run(reading, found);
        HtmlTests.run(reading, found);
        FileTests.run(reading, found);
        CharacterTests.run(reading, found);
        return found.all();
    }
}
