// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import org.pabal.spam.SpamTest;

/// Fields of lists and of mail to many. Good lists have them as well, so that they say little.
final class BulkTests {
    private BulkTests() {}

    static void run(RuledMail mail, Found found) {
        found.addIf(
                mail.has("List-Id") && mail.has("List-Post") || mail.has("X-Mailman-Version"),
                SpamTest.LIST_DISCUSSION);
        found.addIf(
                mail.has("List-Unsubscribe-Post") && mail.isAuthentic(), SpamTest.LIST_ONE_CLICK);
    }
}
