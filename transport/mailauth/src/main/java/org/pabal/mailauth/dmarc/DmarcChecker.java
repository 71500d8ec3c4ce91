// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dmarc.DmarcPolicy.Tag;
import org.pabal.mailauth.spf.SpfOutcome;

/// Checks mails by DMARC, RFC 9989. Safe for use by many threads; a check asks the DNS and blocks.
public final class DmarcChecker {
    /// Questions to the DNS for one mail. An honest one needs three; the author's domain and ten
    /// signatures of its organization could ask for more than the time of a session allows.
    public static final int MAX_LOOKUPS = 30;

    /// For all of them together.
    private static final Duration MAX_TIME = Duration.ofSeconds(20);

    private final Resolver resolver;

    public DmarcChecker(Resolver resolver) {
        this.resolver = resolver;
    }

    /// Whether a mail is its author's. To be asked when all is known that could vouch for it.
    ///
    /// @param spf of the identity of MAIL FROM; another one counts for nothing
    /// @param dkim of each signature
    public DmarcOutcome check(MessageHeader header, SpfOutcome spf, List<DkimOutcome> dkim) {
        return check(header, Identifiers.of(spf, dkim));
    }

    DmarcOutcome check(MessageHeader header, Identifiers identifiers) {
        AuthorDomains authors = AuthorDomains.of(header);
        // Whether a domain exists is asked beside the walk.
        Resolver budgeted = resolver.within(2 * MAX_LOOKUPS, MAX_TIME);
        TreeWalk.Questions questions = new TreeWalk.Questions(budgeted, MAX_LOOKUPS);
        return authors.fault().isPresent()
                ? withoutOneAuthor(authors, identifiers, questions)
                : new Check(authors.domains().getFirst(), identifiers, questions).outcome();
    }

    /// Nothing can vouch for such a mail, and the strictest of the policies of those whom it names is
    /// the one to weigh: or who adds a second author would escape the first one's. RFC 9989 §11.5,
    /// THREATS M09.
    private DmarcOutcome withoutOneAuthor(
            AuthorDomains authors, Identifiers identifiers, TreeWalk.Questions questions) {
        String domain = authors.domains().isEmpty() ? "" : authors.domains().getFirst();
        Optional<DmarcPolicy> strictest = Optional.empty();
        for (String each : authors.domains()) {
            Check check = new Check(each, identifiers, questions);
            Optional<DmarcPolicy> policy = check.policy();
            if (policy.isPresent() && isStricter(policy.get(), strictest)) {
                strictest = policy;
                domain = each;
            }
        }
        return new DmarcOutcome(
                DmarcResult.FAIL,
                domain,
                strictest,
                strictest.map(DmarcPolicy::recommended).orElse(Disposition.NONE),
                Alignment.NONE,
                identifiers.dkim().stream().map(_ -> Alignment.NONE).toList(),
                authors.fault().orElse(""));
    }

    private static boolean isStricter(DmarcPolicy policy, Optional<DmarcPolicy> other) {
        return other.isEmpty() || policy.recommended().compareTo(other.get().recommended()) > 0;
    }

    /// The check of a mail with one author's domain.
    private final class Check {
        private final String author;
        private final Identifiers identifiers;
        private final TreeWalk.Questions questions;
        private final TreeWalk walk;
        private final AlignmentCheck alignment;

        Check(String author, Identifiers identifiers, TreeWalk.Questions questions) {
            this.author = author;
            this.identifiers = identifiers;
            this.questions = questions;
            this.walk = TreeWalk.begin(author, questions);
            this.alignment = new AlignmentCheck(author, walk, questions);
        }

        /// The record of the domain itself settles the policy without a walk. RFC 9989 §4.10.1.
        Optional<DmarcPolicy> policy() {
            if (walk.own().isEmpty()) {
                walk.complete(questions);
            }
            if (walk.own().isEmpty() && walk.trouble().isPresent()) {
                return Optional.empty();
            }
            return walk.policy().map(this::policy);
        }

        private DmarcPolicy policy(TreeWalk.Found found) {
            DmarcRecord record = found.record();
            if (found.domain().equals(author)) {
                return new DmarcPolicy(author, record, "", Tag.P, record.p());
            }
            Disposition subdomains = record.sp().orElse(record.p());
            Tag tag = record.sp().isPresent() ? Tag.SP : Tag.P;
            if (record.np().isPresent() && isNonexistent(record.np().get(), subdomains)) {
                tag = Tag.NP;
            }
            return new DmarcPolicy(
                    found.domain(),
                    record,
                    walk.organization(),
                    tag,
                    tag == Tag.NP ? record.np().get() : subdomains);
        }

        /// NXDOMAIN, RFC 9989 §3.2.12. Unknown is the milder of both.
        private boolean isNonexistent(Disposition nonexistent, Disposition otherwise) {
            return switch (resolver.mx(author)) {
                case Answer.NoSuchName<?> _ -> true;
                case Answer.Failed<?> _ -> nonexistent.compareTo(otherwise) < 0;
                case Answer.Found<?> _, Answer.NoData<?> _ -> false;
            };
        }

        DmarcOutcome outcome() {
            Optional<DmarcPolicy> policy = policy();
            if (policy.isEmpty()) {
                return withoutPolicy();
            }
            DmarcRecord record = policy.get().record();
            if (record.fault().isPresent()) {
                return outcome(
                        DmarcResult.PERMERROR,
                        policy,
                        Disposition.NONE,
                        "the DMARC record of "
                                + policy.get().domain()
                                + " cannot be followed: "
                                + record.fault().get());
            }
            Alignment spf = alignment.of(identifiers.spf(), record.spf());
            List<Alignment> dkim = alignment.of(identifiers.dkim(), record.dkim());
            if (spf.counts() || dkim.stream().anyMatch(Alignment::counts)) {
                return new DmarcOutcome(
                        DmarcResult.PASS,
                        author,
                        policy,
                        Disposition.NONE,
                        spf,
                        dkim,
                        passReason(dkim));
            }
            Optional<String> unanswered = unanswered(record);
            if (unanswered.isPresent()) {
                return outcome(
                        DmarcResult.TEMPERROR,
                        policy,
                        Disposition.NONE,
                        "the DNS did not answer: " + unanswered.get());
            }
            return outcome(
                    DmarcResult.FAIL, policy, policy.get().recommended(), failReason(policy.get()));
        }

        /// What could have made the mail pass, had it been known: then it has not failed. RFC 9989
        /// §5.3.6.
        private Optional<String> unanswered(DmarcRecord record) {
            if (alignment.of(identifiers.unsettledSpf(), record.spf()).counts()) {
                return Optional.of("SPF of " + identifiers.unsettledSpf().orElse(""));
            }
            for (Optional<String> signer : identifiers.unsettledDkim()) {
                if (alignment.of(signer, record.dkim()).counts()) {
                    return Optional.of("the key of a signature of " + signer.orElse(""));
                }
            }
            return alignment.trouble();
        }

        private DmarcOutcome withoutPolicy() {
            return walk.trouble().isPresent()
                    ? outcome(
                            DmarcResult.TEMPERROR,
                            Optional.empty(),
                            Disposition.NONE,
                            "the DNS did not answer: " + walk.trouble().get())
                    : outcome(
                            DmarcResult.NONE,
                            Optional.empty(),
                            Disposition.NONE,
                            "no DMARC policy covers " + author);
        }

        /// Of a mail that neither passes nor, as far as is known, could have.
        private DmarcOutcome outcome(
                DmarcResult result,
                Optional<DmarcPolicy> policy,
                Disposition recommended,
                String reason) {
            return new DmarcOutcome(
                    result,
                    author,
                    policy,
                    recommended,
                    alignment.of(identifiers.spf(), AlignmentMode.STRICT),
                    alignment.of(identifiers.dkim(), AlignmentMode.STRICT),
                    reason);
        }

        private String passReason(List<Alignment> dkim) {
            int signature = 0;
            while (signature < dkim.size() && !dkim.get(signature).counts()) {
                signature++;
            }
            String by =
                    signature < dkim.size()
                            ? "a signature of " + identifiers.dkim().get(signature).orElse("")
                            : "SPF of " + identifiers.spf().orElse("");
            return by + " vouches for " + author;
        }

        private String failReason(DmarcPolicy policy) {
            List<String> authenticated = identifiers.authenticated().distinct().limit(3).toList();
            String why =
                    authenticated.isEmpty()
                            ? "neither SPF nor a signature passed"
                            : "what passed is of " + String.join(", ", authenticated);
            String wish =
                    policy.domain()
                            + " publishes "
                            + policy.tag().name().toLowerCase(Locale.ROOT)
                            + "="
                            + policy.requested().word()
                            + (policy.record().testing() ? " for a test" : "");
            return "nothing vouches for " + author + ": " + why + "; " + wish;
        }
    }
}
