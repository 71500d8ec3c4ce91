// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.rules;

import static org.pabal.spam.ArrivalFacts.Result.FAIL;
import static org.pabal.spam.ArrivalFacts.Result.PASS;

import java.util.Locale;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Dmarc;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.SpamTest;

/// Who vouches for the mail, and what the client called itself. What passes says little: spammers
/// have domains as well.
final class AuthenticationTests {
    private AuthenticationTests() {}

    static void run(ArrivalFacts facts, String fromDomain, Found found) {
        facts.spfMailFrom().ifPresent(result -> spf(result, facts, found));
        found.addIf(facts.spfHelo().filter(FAIL::equals).isPresent(), SpamTest.SPF_HELO_FAIL);
        dkim(facts, fromDomain, found);
        facts.dmarc().ifPresent(dmarc -> dmarc(dmarc, found));
        found.addIf(facts.arc().filter(PASS::equals).isPresent(), SpamTest.ARC_PASS);
        if (facts.iprev().filter(FAIL::equals).isPresent()) {
            found.add(SpamTest.IPREV_FAIL, facts.clientName());
        }
        greeting(facts, found);
    }

    private static void spf(Result result, ArrivalFacts facts, Found found) {
        String domain = facts.reversePath().substring(facts.reversePath().lastIndexOf('@') + 1);
        switch (result) {
            case PASS -> found.add(SpamTest.SPF_PASS, domain);
            case FAIL -> found.add(SpamTest.SPF_FAIL, domain);
            case SOFTFAIL -> found.add(SpamTest.SPF_SOFTFAIL, domain);
            case NEUTRAL, NONE, TEMPERROR, PERMERROR -> {}
        }
    }

    private static void dkim(ArrivalFacts facts, String fromDomain, Found found) {
        if (facts.signers().isEmpty()) {
            // A list that changes mail breaks signatures: nothing where somebody else's holds.
            found.addIf(facts.brokenSignatures() > 0, SpamTest.DKIM_INVALID);
            return;
        }
        found.add(SpamTest.DKIM_VALID, facts.signers().getFirst());
        if (facts.signers().stream().anyMatch(signer -> isWithin(fromDomain, signer))) {
            found.add(SpamTest.DKIM_VALID_AU, fromDomain);
        }
    }

    private static boolean isWithin(String domain, String signer) {
        return domain.equals(signer) || domain.endsWith("." + signer);
    }

    private static void dmarc(Dmarc dmarc, Found found) {
        if (dmarc.result() == PASS) {
            found.add(SpamTest.DMARC_PASS, dmarc.fromDomain());
        } else if (dmarc.result() == FAIL) {
            found.add(
                    dmarc.quarantine() ? SpamTest.DMARC_FAIL_STRICT : SpamTest.DMARC_FAIL,
                    dmarc.fromDomain());
        }
    }

    private static void greeting(ArrivalFacts facts, Found found) {
        String greeting = facts.greeting().toLowerCase(Locale.ROOT);
        if (greeting.isEmpty()) {
            return;
        }
        if (greeting.startsWith("[") || isAddress(greeting)) {
            found.add(SpamTest.HELO_ADDRESS, greeting);
        } else if (greeting.indexOf('.') < 0) {
            found.add(SpamTest.HELO_SINGLE_LABEL, greeting);
        } else if (facts.ownDomains().test(greeting)) {
            found.add(SpamTest.HELO_OURS, greeting);
        }
    }

    private static boolean isAddress(String greeting) {
        return greeting.indexOf(':') >= 0
                || greeting.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
    }
}
