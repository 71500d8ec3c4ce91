// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.List;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.Finding;
import org.pabal.spam.reading.MailReading;

/// What the rules find about a mail: pure, total, linear in its size.
public final class Rules {
    private Rules() {}

    public static List<Finding> of(MailReading reading, ArrivalFacts facts) {
        RuledMail mail = new RuledMail(reading, facts);
        Found found = new Found();
        AuthenticationTests.run(facts, mail.fromDomain(), found);
        SenderTests.run(mail, found);
        RecipientTests.run(mail, found);
        SubjectTests.run(mail, found);
        DateTests.run(mail, found);
        MessageIdTests.run(mail, found);
        MailerTests.run(mail, found);
        RelayTests.run(mail, found);
        BulkTests.run(mail, found);
        MimeTests.run(mail, found);
        BodyTests.run(mail, found);
        PhraseTests.run(mail, found);
        return found.findings();
    }
}
