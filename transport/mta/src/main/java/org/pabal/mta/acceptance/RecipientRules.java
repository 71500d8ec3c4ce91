// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.mta.routing.Rewriting;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.Routing;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// Decides about one recipient while the client waits for the reply to RCPT, so that nothing is
/// accepted and bounced later (THREATS S34). Safe for use by many threads.
public final class RecipientRules {
    private final Directory directory;
    private final Router router;
    private final MailboxStore mailboxes;
    private final RecipientConfig config;

    public RecipientRules(
            Directory directory, Router router, MailboxStore mailboxes, RecipientConfig config) {
        this.directory = directory;
        this.router = router;
        this.mailboxes = mailboxes;
        this.config = config;
    }

    /// Who may send to domains that are not ours.
    public enum Relay {
        REFUSED,
        ALLOWED
    }

    /// How senders' addresses are written anew.
    public Rewriting rewriting() {
        return router.rewriting();
    }

    public sealed interface Checked {
        /// @param leftOut targets of an alias that take no mail
        record Accepted(AcceptedRecipient recipient, List<Route.Refused> leftOut)
                implements Checked {}

        record Refused(Verdict.Refuse verdict) implements Checked {}

        /// The same, when the session's checks accept as well.
        default Checked also(SessionChecks checks, ForwardPath to, RecipientRequest request) {
            return this instanceof Accepted
                            && checks.rcpt(to, request) instanceof Verdict.Refuse refusal
                    ? new Refused(refusal)
                    : this;
        }
    }

    /// @param from whose mail it is
    /// @param local the address that the client connected to: a literal of it is ours
    /// @param octets what the client says the mail has, 0 when it does not say
    public Checked check(
            ReversePath from, ForwardPath path, InetAddress local, long octets, Relay relay) {
        Optional<Address> address = address(path, local);
        if (address.isEmpty()) {
            return refused(550, "5.1.1", path + ": No such user here", "we have no domain");
        }
        Routing routing = router.route(address.get(), from);
        if (relay == Relay.REFUSED && routing.relay()) {
            return refused(554, "5.7.1", shown(path) + ": Relay access denied", "relay to " + path);
        }
        Optional<Route.Refused> refusal = routing.refusal();
        if (refusal.isPresent()) {
            String reason = String.join("; ", routing.steps());
            return new Checked.Refused(new Verdict.Refuse(refusal.get().reply(), reason));
        }
        if (FullMailbox.isTooLarge(octets, routing.open())) {
            return refused(FullMailbox.neverFits(shown(path) + ": "), "larger than the quota");
        }
        if (isFull(routing.open(), Math.max(octets, 1))) {
            return refused(config.fullMailbox().reply(shown(path) + ": "), "over quota");
        }
        return new Checked.Accepted(
                new AcceptedRecipient(original(path, address.get()), routing.open()),
                leftOut(routing));
    }

    private static List<Route.Refused> leftOut(Routing routing) {
        return routing.routes().stream()
                .filter(Route.Refused.class::isInstance)
                .map(Route.Refused.class::cast)
                .toList();
    }

    /// Whether a domain is of this server.
    public boolean isOurs(Domain domain) {
        return directory.isLocal(domain);
    }

    private Optional<Address> address(ForwardPath path, InetAddress local) {
        return switch (path) {
            case ForwardPath.To(var address) when isOurLiteral(address.domain(), local) ->
                    home().map(domain -> new Address(address.localPart(), domain));
            case ForwardPath.To(var address) -> Optional.of(address);
            case ForwardPath.Postmaster _ ->
                    home().map(domain -> new Address("postmaster", domain));
        };
    }

    private Optional<Domain> home() {
        return config.defaultDomain().or(() -> directory.domains().stream().findFirst());
    }

    private boolean isOurLiteral(Domain domain, InetAddress local) {
        if (!domain.isLiteral()) {
            return false;
        }
        String inner = domain.name().substring(1, domain.name().length() - 1);
        String address = inner.startsWith("IPv6:") ? inner.substring(5) : inner;
        InetAddress literal = InetAddress.ofLiteral(address);
        return literal.equals(local) || config.ownAddresses().contains(literal);
    }

    private boolean isFull(List<Route> routes, long octets) {
        return routes.stream()
                .allMatch(route ->
                        route instanceof Route.LocalAccount(var account, _)
                                && mailboxes.wouldExceedQuota(account, octets));
    }

    private static String original(ForwardPath path, Address address) {
        return path instanceof ForwardPath.To(var given) ? given.toString() : address.toString();
    }

    /// The path in a reply, which stays ASCII.
    private static String shown(ForwardPath path) {
        String text = path.toString();
        return text.chars().allMatch(c -> c >= 0x20 && c < 0x7F) ? text : "<recipient>";
    }

    private static Checked refused(int code, String status, String text, String reason) {
        return refused(SmtpReply.of(code, status, text), reason);
    }

    private static Checked refused(SmtpReply reply, String reason) {
        return new Checked.Refused(new Verdict.Refuse(reply, reason));
    }
}
