// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.greylisting;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.filter.Greylisting;
import org.pabal.filter.greylist.Attempt;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.smtp.Verdict;

/// Asks strangers to come again before they have sent anything. For one connection.
///
/// A host that SPF names for the sender's domain is not asked: a domain that vouches for its hosts has
/// servers with queues. Neither are reports, whose null reverse-path is also what others use to find
/// out whether an address of ours takes mail.
public final class GreylistCheck implements SessionCheck {
    private static final String UNKNOWN = "unknown";

    private final Function<Attempt, Optional<Duration>> greylist;
    private final Predicate<InetAddress> left;
    private final Predicate<MailFacts> authorised;
    private Optional<Boolean> spf = Optional.empty();

    /// @param greylist says how long an attempt should wait
    /// @param left whose mail is not greylisted: own networks and this host
    /// @param authorised whether SPF says that the sender's domain sends from the client
    public GreylistCheck(
            Function<Attempt, Optional<Duration>> greylist,
            Predicate<InetAddress> left,
            Predicate<MailFacts> authorised) {
        this.greylist = greylist;
        this.left = left;
        this.authorised = authorised;
    }

    @Override
    public String name() {
        return "greylist";
    }

    @Override
    public Verdict mail(MailFacts mail) {
        spf = Optional.empty();
        return Verdict.ACCEPT;
    }

    @Override
    public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
        boolean asked =
                mail.from() instanceof ReversePath.To
                        && to instanceof ForwardPath.To
                        && mail.client().authenticated().isEmpty()
                        && !left.test(mail.client().remote().getAddress())
                        && !isAuthorised(mail);
        return asked
                ? greylist.apply(attempt(mail, to))
                        .map(Greylisting::refusal)
                        .<Verdict>map(text -> Verdict.refuse(451, "4.7.1", text, "greylisted"))
                        .orElse(Verdict.ACCEPT)
                : Verdict.ACCEPT;
    }

    /// Asked once for each mail, and for none that is not greylisted.
    private boolean isAuthorised(MailFacts mail) {
        boolean known = spf.orElseGet(() -> authorised.test(mail));
        spf = Optional.of(known);
        return known;
    }

    private static Attempt attempt(MailFacts mail, ForwardPath to) {
        String name = mail.clientName().get();
        return new Attempt(
                mail.client().remote().getAddress(),
                name.equals(UNKNOWN) ? "" : name,
                unbracketed(mail.from().toString()),
                false,
                List.of(unbracketed(to.toString())));
    }

    private static String unbracketed(String path) {
        return path.substring(1, path.length() - 1);
    }

    @Override
    public ContentVerdict content(MailFacts mail, List<String> recipients, CheckedMessage message) {
        return ContentVerdict.ACCEPT;
    }

    @Override
    public void reset() {
        spf = Optional.empty();
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
