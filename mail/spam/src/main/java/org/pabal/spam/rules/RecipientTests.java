// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pabal.spam.SpamTest;
import org.pabal.spam.reading.NamedAddress;

/// Whom the mail says it is for.
final class RecipientTests {
    private static final int MANY = 10;
    private static final int SIMILAR = 5;

    private RecipientTests() {}

    static void run(RuledMail mail, Found found) {
        List<NamedAddress> named = new ArrayList<>(mail.reading().to());
        named.addAll(mail.reading().cc());
        String to = RuledMail.lower(mail.value("To").orElse(""));
        if (to.contains("undisclosed")
                || to.contains("recipient list")
                || to.contains("suppressed")) {
            found.add(SpamTest.TO_UNDISCLOSED);
        } else if (!mail.has("To") && !mail.has("Cc")) {
            found.add(SpamTest.TO_MISSING);
        } else if (named.isEmpty()) {
            found.add(SpamTest.TO_EMPTY);
        } else if (named.getFirst().domain().indexOf('.') < 0
                && !named.getFirst().domain().equals("localhost")) {
            found.add(SpamTest.TO_INVALID, named.getFirst().address());
        }
        mail.from().ifPresent(from -> fromItself(mail, from, named, found));
        if (named.size() >= MANY) {
            found.add(SpamTest.TO_MANY, named.size() + "");
        }
        if (isAlphabetical(named)) {
            found.add(SpamTest.TO_SORTED);
        }
        notNamed(mail, named, found);
    }

    private static void fromItself(
            RuledMail mail, NamedAddress from, List<NamedAddress> named, Found found) {
        boolean only = !named.isEmpty() && named.stream().allMatch(to -> isSame(to, from));
        found.addIf(only && !mail.isFromList() && !mail.isAuthentic(), SpamTest.TO_IS_FROM);
    }

    private static boolean isSame(NamedAddress one, NamedAddress other) {
        return one.address().equalsIgnoreCase(other.address());
    }

    /// Taken from a sorted list of addresses: neighbours of one domain that begin alike.
    private static boolean isAlphabetical(List<NamedAddress> named) {
        int run = 1;
        for (int i = 1; i < named.size(); i++) {
            NamedAddress before = named.get(i - 1);
            NamedAddress here = named.get(i);
            boolean next =
                    before.domain().equals(here.domain())
                            && before.localPart().regionMatches(true, 0, here.localPart(), 0, 2)
                            && before.localPart().compareToIgnoreCase(here.localPart()) <= 0;
            run = next ? run + 1 : 1;
            if (run >= SIMILAR) {
                return true;
            }
        }
        return false;
    }

    /// Blind copies are rare between people who know each other; lists and forwarders say what they are.
    private static void notNamed(RuledMail mail, List<NamedAddress> named, Found found) {
        Set<String> shown = new HashSet<>();
        named.forEach(to -> shown.add(RuledMail.lower(to.address())));
        List<String> recipients = mail.facts().recipients();
        boolean hidden =
                !recipients.isEmpty()
                        && !shown.isEmpty()
                        && !mail.isFromList()
                        && recipients.stream()
                                .noneMatch(recipient -> shown.contains(RuledMail.lower(recipient)));
        found.addIf(hidden, SpamTest.TO_NOT_NAMED);
    }
}
