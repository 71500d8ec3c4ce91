// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.dmarc.DmarcPolicy;
import org.pabal.mailauth.dmarc.DmarcResult;
import org.pabal.mailauth.examination.Findings;
import org.pabal.mailauth.examination.SendingClient;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.ReversePath;
import org.pabal.smtp.Verdict;

/// Decides about a mail by what was found. Asks nobody but who knows forwarders, and those only when
/// something speaks against the mail.
///
/// 1. DMARC failed and the author's domain asks for a refusal: refused; while an answer of the DNS is
///    missing that could have made it pass, deferred. Where the domain asks for quarantine: marked.
/// 2. The operator refuses what SPF says ({@link SpfRules}), and no signature vouches for the mail.
/// 3. The From field does not name one author: as the operator says.
///
/// A trusted ARC seal or a known forwarder outweighs each of them but the third. SPF by itself decides
/// nothing (THREATS D02).
final class Weighing {
    private final AuthenticationRules rules;

    Weighing(AuthenticationRules rules) {
        this.rules = rules;
    }

    /// @param allowances asked when something speaks against the mail
    Judgement judge(Findings findings, Supplier<Optional<Allowance>> allowances) {
        Optional<Objection> author = badAuthor(findings.dmarc());
        Optional<Objection> objection = graver(graver(policy(findings), spf(findings)), author);
        if (objection.isEmpty()) {
            return welcome(findings);
        }
        if (author.isPresent()) {
            return done(objection.get());
        }
        Optional<Allowance> allowance = allowances.get();
        return allowance.isPresent()
                ? letIn(objection.get(), allowance.get())
                : done(objection.get());
    }

    /// Before the content: what the operator wants refused by SPF then.
    Judgement judgeEarly(
            SendingClient client,
            SpfOutcome helo,
            SpfOutcome mailFrom,
            Supplier<Optional<Allowance>> allowances) {
        Optional<Objection> objection = spf(client, helo, mailFrom);
        if (objection.isEmpty()) {
            return Judgement.WELCOME;
        }
        Optional<Allowance> allowance = allowances.get();
        return allowance.isPresent()
                ? letIn(objection.get(), allowance.get())
                : done(objection.get());
    }

    private static Optional<Objection> graver(Optional<Objection> one, Optional<Objection> other) {
        boolean same = one.isPresent() && other.isPresent();
        return same && other.get().wished().compareTo(one.get().wished()) > 0 || one.isEmpty()
                ? other
                : one;
    }

    private Optional<Objection> policy(Findings findings) {
        DmarcOutcome dmarc = findings.dmarc();
        if (rules.dmarc() == AuthenticationRules.Dmarc.OFF) {
            return Optional.empty();
        }
        return switch (dmarc.result()) {
            case FAIL -> failed(findings, dmarc);
            case TEMPERROR -> unknown(findings, dmarc);
            case NONE, PASS, PERMERROR -> Optional.empty();
        };
    }

    private Optional<Objection> failed(Findings findings, DmarcOutcome dmarc) {
        return switch (dmarc.recommended()) {
            case REJECT ->
                    Optional.of(atMost(rules.dmarc(), Objection.refuse(refusal(findings, dmarc))));
            case QUARANTINE -> Optional.of(Objection.mark(dmarc.reason()));
            case NONE -> Optional.empty();
        };
    }

    private static Verdict.Refuse refusal(Findings findings, DmarcOutcome dmarc) {
        Optional<DmarcPolicy> policy = dmarc.policy();
        return policy.isPresent()
                ? RefusalTexts.dmarc(findings, policy.get())
                : RefusalTexts.author(dmarc.reason());
    }

    /// The policy, or what belongs to whom, is not known: a refusal only where it could be one.
    private Optional<Objection> unknown(Findings findings, DmarcOutcome dmarc) {
        boolean refusable =
                dmarc.policy().map(found -> found.recommended() == Disposition.REJECT).orElse(true);
        return dmarc.isAligned() || !refusable || rules.dmarc() != AuthenticationRules.Dmarc.ENFORCE
                ? Optional.empty()
                : Optional.of(Objection.refuse(RefusalTexts.unanswered(findings, dmarc.reason())));
    }

    private static Objection atMost(AuthenticationRules.Dmarc wish, Objection objection) {
        return wish == AuthenticationRules.Dmarc.ENFORCE
                ? objection
                : new Objection(Disposition.QUARANTINE, objection.refusal(), objection.reason());
    }

    private Optional<Objection> spf(Findings findings) {
        boolean vouched =
                findings.dmarc().result() == DmarcResult.PASS || vouching(findings).isPresent();
        return vouched
                ? Optional.empty()
                : spf(findings.client(), findings.spfHelo(), findings.spfMailFrom());
    }

    private Optional<Objection> spf(SendingClient client, SpfOutcome helo, SpfOutcome mailFrom) {
        boolean nullPath = client.from() instanceof ReversePath.Null;
        return spf(client, helo, rules.spf().helo(), nullPath)
                .or(() -> spf(client, mailFrom, mailFromRule(mailFrom), nullPath));
    }

    private SpfRules.Refused mailFromRule(SpfOutcome mailFrom) {
        return rules.spf().passRequired().contains(mailFrom.domain().toLowerCase(Locale.ROOT))
                ? SpfRules.Refused.NOT_PASS
                : rules.spf().mailFrom();
    }

    private Optional<Objection> spf(
            SendingClient client, SpfOutcome outcome, SpfRules.Refused refused, boolean nullPath) {
        if (refused == SpfRules.Refused.NONE) {
            return Optional.empty();
        }
        return switch (outcome.result()) {
            case TEMPERROR ->
                    rules.spf().tempError() == SpfRules.TempError.DEFER
                            ? Optional.of(Objection.refuse(RefusalTexts.spfUnanswered(outcome)))
                            : Optional.empty();
            case PERMERROR ->
                    rules.spf().permError() == SpfRules.PermError.REJECT
                            ? Optional.of(Objection.refuse(RefusalTexts.spf(outcome, client)))
                            : Optional.empty();
            case FAIL, SOFTFAIL, NEUTRAL, NONE, PASS ->
                    refused.covers(outcome.result(), nullPath)
                            ? Optional.of(Objection.refuse(RefusalTexts.spf(outcome, client)))
                            : Optional.empty();
        };
    }

    private Optional<Objection> badAuthor(DmarcOutcome dmarc) {
        boolean bad = dmarc.result() == DmarcResult.FAIL && dmarc.policy().isEmpty();
        if (!bad) {
            return Optional.empty();
        }
        return switch (rules.badAuthor()) {
            case REJECT -> Optional.of(Objection.refuse(RefusalTexts.author(dmarc.reason())));
            case MARK -> Optional.of(Objection.mark(dmarc.reason()));
            case ACCEPT -> Optional.empty();
        };
    }

    private Judgement letIn(Objection objection, Allowance allowance) {
        return new Judgement(
                Verdict.ACCEPT,
                Disposition.NONE,
                Optional.of(allowance),
                "let in: " + allowance.shown(),
                allowance.detail() + " (else: " + objection.reason() + ")");
    }

    private Judgement done(Objection objection) {
        if (rules.mode() == AuthenticationRules.Mode.TEST) {
            String would =
                    "test: "
                            + (objection.wished() == Disposition.REJECT ? "refused" : "marked")
                            + " otherwise: "
                            + objection.reason();
            return new Judgement(Verdict.ACCEPT, Disposition.NONE, Optional.empty(), would, would);
        }
        boolean refused = objection.wished() == Disposition.REJECT;
        return new Judgement(
                refused ? objection.refusal() : Verdict.ACCEPT,
                objection.wished(),
                Optional.empty(),
                objection.reason(),
                objection.reason());
    }

    /// Nothing to be done; but that SPF failed is said, with what weighs against it.
    private static Judgement welcome(Findings findings) {
        if (findings.spfMailFrom().result() != SpfResult.FAIL) {
            return Judgement.WELCOME;
        }
        String why =
                vouching(findings)
                        .map(each -> "a signature of " + each.domain() + " vouches for it")
                        .orElse("no policy asks for a refusal");
        return new Judgement(
                Verdict.ACCEPT, Disposition.NONE, Optional.empty(), "", "SPF fail, but " + why);
    }

    /// A good signature of the author's or the reverse-path's domain, or of one above or below it.
    static Optional<DkimOutcome> vouching(Findings findings) {
        String author = findings.dmarc().fromDomain();
        String sender = findings.spfMailFrom().domain();
        return findings.passed().stream()
                .filter(each ->
                        isRelated(each.domain(), author) || isRelated(each.domain(), sender))
                .findFirst();
    }

    static boolean isRelated(String one, String other) {
        return !one.isEmpty()
                && !other.isEmpty()
                && one.indexOf('.') > 0
                && other.indexOf('.') > 0
                && (one.equalsIgnoreCase(other) || isBelow(one, other) || isBelow(other, one));
    }

    static boolean isBelow(String name, String above) {
        return name.length() > above.length()
                && name.toLowerCase(Locale.ROOT).endsWith("." + above.toLowerCase(Locale.ROOT));
    }
}
