// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import java.util.List;
import java.util.regex.Pattern;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.SpamTest;

/// The way of the mail by its trace: what other hosts wrote, and what somebody made them seem to have
/// written.
final class RelayTests {
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    /// As providers name the connections of homes, in front of their domain.
    private static final Pattern ACCESS_LINE =
            Pattern.compile(
                    "(?:^|[.-])(?:[axv]?dsl|cable|dial(?:up|in)?|dip|dyn(?:amic)?|modem|pool|ppp|catv"
                            + "|dhcp|cpe)(?:[0-9.-]|$)"
                            + "|(?:[0-9]{1,3}[-.x]){3}[0-9]{1,3}");

    private RelayTests() {}

    static void run(RuledMail mail, Found found) {
        List<Hop> hops = mail.hops();
        for (Hop hop : hops) {
            if (isImpossible(hop.address())) {
                found.add(SpamTest.RELAY_IMPOSSIBLE_ADDRESS, hop.address());
            }
            claim(hop.greeting(), hop.name(), hop.address(), found);
        }
        claim(
                RuledMail.lower(mail.facts().greeting()),
                mail.facts().clientName(),
                mail.facts().client().isPresent() ? "client" : "",
                found);
        found.addIf(MessageIdTests.standsAboveTrace(mail, "Date"), SpamTest.DATE_FROM_RELAY);
        found.addIf(MessageIdTests.standsAboveTrace(mail, "From"), SpamTest.RELAY_BELOW_FIELDS);
        direct(mail, found);
    }

    private static boolean isImpossible(String address) {
        if (address.isEmpty()) {
            return false;
        }
        for (String number : address.split("\\.")) {
            if (Integer.parseInt(number) > 255) {
                return true;
            }
        }
        return address.startsWith("0.");
    }

    /// A host that greets as a large provider's or by a number, and is something else.
    private static void claim(String greeting, String name, String address, Found found) {
        if (address.isEmpty()) {
            return;
        }
        if (Freemail.isProviderHost(greeting)
                && !Freemail.isProviderHost(name)
                && !address.startsWith("10.")
                && !address.startsWith("127.")) {
            found.add(SpamTest.RELAY_CLAIMS_PROVIDER, greeting);
        }
        if (NUMBERS.matcher(greeting).matches() && !address.equals("client")) {
            found.add(SpamTest.RELAY_GREETS_AS_NUMBER, greeting);
        }
    }

    /// Straight from somebody's line at home, without the mail server of the provider.
    private static void direct(RuledMail mail, Found found) {
        String name = mail.facts().clientName();
        String own = name.substring(0, name.length() - Hop.site(name).length());
        boolean line = ACCESS_LINE.matcher(own).find();
        found.addIf(
                line
                        && !mail.isAuthentic()
                        && mail.facts().spfMailFrom().filter(Result.PASS::equals).isEmpty(),
                SpamTest.CLIENT_ACCESS_LINE);
    }
}
