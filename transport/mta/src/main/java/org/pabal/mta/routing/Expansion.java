// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.directory.GroupRule;
import org.pabal.directory.Resolution;
import org.pabal.mailauth.srs.SrsReversal;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.smtp.SmtpReply;

/// One address being resolved, step by step, on one thread:
///
/// 1. the settings rewrite it, or not;
/// 2. an address of SRS in a domain of ours leads to the original sender, or nowhere;
/// 3. an entry of `[routes]` for exactly this address ends the search;
/// 4. an alias of that name in a file, then what the directory says, then an alias of its name
///    without detail, then an alias for every other address of its domain;
/// 5. an account goes where `[routes]` has its domain, else into its mailboxes, here or by the host
///    that holds them; what is not ours goes
///    where `[routes]` has it, as a backup to the better exchangers, to a smarthost or exchangers.
final class Expansion {
    private static final int MAX_DEPTH = 10; // aliases behind aliases
    private static final int MAX_TARGETS = 1_000; // as many as recipients of a mail, THREATS §4

    private final Directory directory;
    private final RoutingConfig config;
    private final Router router;
    private final ReversePath from;
    private final Address asked;
    private final List<Route> routes = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private final Set<Address> seen = new HashSet<>();
    private boolean cutOff;
    private boolean relay;
    private Optional<Address> owner = Optional.empty();

    Expansion(
            Directory directory,
            RoutingConfig config,
            Router router,
            ReversePath from,
            Address asked) {
        this.directory = directory;
        this.config = config;
        this.router = router;
        this.from = from;
        this.asked = asked;
    }

    Routing first() {
        Optional<Address> rewritten = config.rewriting().recipient(asked);
        rewritten.ifPresent(other -> steps.add(asked + " is rewritten to " + other));
        follow(rewritten.orElse(asked), 0);
        return result();
    }

    Routing again() {
        if (directory.resolve(asked) instanceof Resolution.Local) {
            itself(asked, 0);
        } else {
            follow(asked, 0);
        }
        return result();
    }

    private void follow(Address address, int depth) {
        if (!seen.add(address.lookupForm())) {
            steps.add(address + " was met before: left out");
            return;
        }
        if (depth > MAX_DEPTH || seen.size() > MAX_TARGETS) {
            cutOff = true;
            steps.add(address + " is beyond " + MAX_DEPTH + " levels or " + MAX_TARGETS);
            return;
        }
        if (isReturnAddress(address, depth) || isFixed(address, depth)) {
            return;
        }
        Optional<Aliases.Alias> named = config.aliases().named(address, directory);
        if (named.isPresent()) {
            follow(address, named.get(), depth);
        } else {
            resolve(address, directory.resolve(address), depth);
        }
    }

    /// A report on mail that we have forwarded goes to its sender, whoever sends it; the hash in the
    /// address shows that we have made it. THREATS D11
    private boolean isReturnAddress(Address address, int depth) {
        Optional<ReturnAddresses> returns =
                config.returns().filter(known -> known.mayHold(address, directory));
        if (returns.isEmpty()) {
            return false;
        }
        switch (returns.get().srs().reverse(address)) {
            case SrsReversal.Genuine(var to) -> {
                steps.add(address + " is a return address of ours for " + to);
                follow(to, depth + 1);
            }
            case SrsReversal.Expired(var days) -> {
                steps.add(address + " is a return address of " + days + " days ago: expired");
                refuse(address, 550, "5.1.1", "This return address has expired");
            }
            case SrsReversal.Forged _ -> {
                steps.add(address + " has the form of a return address, but no secret of ours");
                refuse(address, 550, "5.1.1", "This return address was not made here");
            }
            case SrsReversal.Other _ -> {
                return false;
            }
        }
        return true;
    }

    /// The account that has this address, past the alias files.
    private void itself(Address address, int depth) {
        if (!isFixed(address, depth)) {
            decide(address, directory.resolve(address), depth);
        }
    }

    /// Ends at an entry of the settings for this very address.
    private boolean isFixed(Address address, int depth) {
        Optional<RouteTarget> fixed = config.routes().of(address);
        if (fixed.isEmpty() || fixed.get() instanceof RouteTarget.Local) {
            return false;
        }
        relay |= depth == 0 && !isOurs(address.domain()) && !keeps(fixed.get());
        take(address, fixed.get());
        return true;
    }

    private boolean isOurs(Domain domain) {
        return directory.isLocal(domain) || config.relayDomains().contains(domain);
    }

    private void resolve(Address address, Resolution found, int depth) {
        boolean exact =
                found instanceof Resolution.Local(var account)
                        && account.address().equals(address.lookupForm());
        if (!exact) {
            for (Address base : config.subaddress().bases(address)) {
                Optional<Aliases.Alias> named = config.aliases().named(base, directory);
                if (named.isPresent()) {
                    follow(address, named.get(), depth);
                    return;
                }
            }
        }
        if (found instanceof Resolution.Unknown) {
            Optional<Aliases.Alias> other = config.aliases().everyOther(address, directory);
            if (other.isPresent()) {
                follow(address, other.get(), depth);
                return;
            }
        }
        decide(address, found, depth);
    }

    /// An alias of a file. Where it leads back to its own name, the account is meant, as everywhere
    /// where aliases stand before accounts.
    private void follow(Address address, Aliases.Alias alias, int depth) {
        steps.add(address + " is an alias in " + alias.place() + " for " + alias.targets());
        Optional<Address> outer = listOf(alias.owner());
        for (AliasTarget target : alias.targets()) {
            switch (target) {
                case AliasTarget.To(var to)
                        when to.lookupForm().equals(alias.name().lookupForm()) ->
                        itself(to, depth + 1);
                case AliasTarget.To(var to) -> follow(to, depth + 1);
                case AliasTarget.Itself(var to) -> itself(to, depth + 1);
                case AliasTarget.Kept(var hop) -> {
                    steps.add("a copy goes to " + hop);
                    add(new Route.Remote(address, hop));
                }
            }
        }
        owner = outer;
    }

    /// @return the owner of before, to be put back
    private Optional<Address> listOf(Optional<Address> listOwner) {
        Optional<Address> outer = owner;
        if (listOwner.isPresent()) {
            steps.add("failures are told to " + listOwner.get());
            owner = listOwner;
        }
        return outer;
    }

    private void decide(Address address, Resolution found, int depth) {
        switch (found) {
            case Resolution.Local(var account) -> account(address, account);
            case Resolution.Disabled(var account) -> {
                steps.add(address + " is the disabled account " + account.address());
                refuse(address, 550, "5.2.1", "Mailbox disabled, not accepting mail");
            }
            case Resolution.Alias alias -> alias(address, alias, depth);
            case Resolution.Retired _ -> {
                steps.add(address + " was somebody's and is in use no more: pabal alias list");
                refuse(address, 550, "5.1.6", "This address is no longer in use"); // RFC 3463 §3.2
            }
            case Resolution.Unknown() -> {
                steps.add(address + " is unknown in a domain of ours");
                refuse(address, 550, "5.1.1", "No such user here");
            }
            case Resolution.Foreign(var domain) -> foreign(address, domain, depth);
        }
    }

    /// An alias of the directory. The rule of a group holds also where another alias leads to it.
    private void alias(Address address, Resolution.Alias alias, int depth) {
        if (!new GroupRule(directory).admits(address, alias, sender())) {
            steps.add(address + " is a group that takes no mail from " + from);
            refuse(address, 550, "5.7.1", "You may not send to this group");
            return;
        }
        if (alias.targets().isEmpty()) {
            steps.add(address + " is a group without members");
            refuse(address, 550, "5.2.4", "This group has no members");
            return;
        }
        steps.add(address + " is an alias for " + alias.targets());
        Optional<Address> outer = listOf(alias.owner());
        alias.targets().forEach(target -> follow(target, depth + 1));
        owner = outer;
    }

    private Optional<Address> sender() {
        return from instanceof ReversePath.To(var address)
                ? Optional.of(address)
                : Optional.empty();
    }

    private void account(Address address, Account account) {
        steps.add(address + " is account " + account.address());
        Optional<RouteTarget> fixed =
                config.routes()
                        .of(account.address())
                        .or(() -> config.routes().of(account.address().domain()));
        if (fixed.isPresent() && !(fixed.get() instanceof RouteTarget.Local)) {
            take(address, fixed.get());
        } else if (account.host().isPresent()) {
            elsewhere(address, account, account.host().get());
        } else {
            add(new Route.LocalAccount(account, address));
        }
    }

    /// A host that is not known now may be once somebody has declared it: mail for it waits.
    private void elsewhere(Address address, Account account, String host) {
        switch (config.hosts().door(host)) {
            case MailHosts.Door.Open(var name, var door, _) -> {
                steps.add(account.address() + " lives on host " + name + ": " + spoken(door));
                add(new Route.Remote(address, new NextHop.OtherHost(name)));
            }
            case MailHosts.Door.Here _ -> add(new Route.LocalAccount(account, address));
            case MailHosts.Door.Unknown _ -> {
                steps.add(
                        account.address()
                                + " lives on host "
                                + host
                                + ", which is none of ours: declare [hosts."
                                + host
                                + "] or let it join");
                refuse(address, 451, "4.3.5", "The host of this mailbox is not known here");
            }
            case MailHosts.Door.Closed(var reason) -> {
                steps.add(account.address() + " lives on host " + host + ", but " + reason);
                refuse(address, 451, "4.3.5", "The host of this mailbox takes no mail now");
            }
        }
    }

    private static String spoken(NextHop.Host door) {
        return "lmtp to " + door.host() + ":" + door.port();
    }

    private void foreign(Address address, Domain domain, int depth) {
        Optional<RouteTarget> fixed = config.routes().of(domain);
        boolean backup = config.relayDomains().contains(domain);
        if (backup) {
            steps.add("we are a backup for " + domain);
        }
        if (backup && !config.relayDomains().knows(address)) {
            steps.add(address + " is not among the recipients of " + domain);
            refuse(address, 550, "5.1.1", "No such user here");
        } else if (fixed.isPresent()
                && fixed.get() instanceof RouteTarget.Fixed(NextHop.FinalHop keeper)
                && !isThere(keeper, address)) {
            steps.add("there is nothing yet for " + address + " at " + keeper);
            refuse(address, 550, "5.1.1", "No such user here");
        } else if (fixed.isPresent() && fixed.get() instanceof RouteTarget.Local) {
            steps.add(address + " is to be local, but its domain is none of ours");
            refuse(address, 550, "5.1.2", "No such domain here");
        } else {
            relay |= depth == 0 && !backup && !(fixed.isPresent() && keeps(fixed.get()));
            take(
                    address,
                    fixed.orElse(
                            backup
                                    ? new RouteTarget.MailExchangers()
                                    : new RouteTarget.Smarthost()));
        }
    }

    /// A Maildir or an mbox for each address has to be there when the directory does not know the
    /// addresses: strangers must not be able to make files.
    private static boolean isThere(NextHop.FinalHop keeper, Address address) {
        return switch (keeper) {
            case NextHop.Pipe _, NextHop.Program _ -> true;
            case NextHop.Maildir(var template) ->
                    !MaildirPath.isPerAddress(template)
                            || Files.isDirectory(MaildirPath.of(template, address).resolve("new"));
            case NextHop.Mbox(var template) ->
                    !MaildirPath.isPerAddress(template)
                            || Files.isRegularFile(MaildirPath.of(template, address));
        };
    }

    /// What is delivered for good behind this way is ours, and mail for it is taken from anyone.
    private static boolean keeps(RouteTarget target) {
        return target instanceof RouteTarget.Fixed(var hop)
                && switch (hop) {
                    case NextHop.FinalHop _, NextHop.LmtpSocket _, NextHop.OtherHost _ -> true;
                    case NextHop.Host host -> host.protocol() == NextHop.Protocol.LMTP;
                    case NextHop.Exchangers _, NextHop.Relay _ -> false;
                };
    }

    private void take(Address address, RouteTarget target) {
        Domain domain = address.domain();
        switch (target) {
            case RouteTarget.Refusal refusal -> {
                steps.add("mail for " + address + " is refused by the settings");
                routes.add(new Route.Refused(address, refusal.reply()));
            }
            case RouteTarget.Fixed(var hop) -> send(address, hop);
            case RouteTarget.MailExchangers _ -> send(address, new NextHop.Exchangers(domain));
            case RouteTarget.Smarthost _ -> send(address, router.smarthost(domain, from));
            case RouteTarget.Local _ -> throw new IllegalStateException("local: " + address);
        }
    }

    private void send(Address address, NextHop hop) {
        steps.add(address + " goes to " + hop);
        add(new Route.Remote(address, hop));
    }

    private void add(Route route) {
        routes.add(owner.<Route>map(list -> new Route.ListCopy(route, list)).orElse(route));
    }

    /// The reply names what the client has named: where its aliases lead is nobody's business.
    private void refuse(Address address, int code, String status, String text) {
        String shown = "<" + ascii(asked) + ">: " + text;
        routes.add(new Route.Refused(address, SmtpReply.of(code, status, shown)));
    }

    private Routing result() {
        if (cutOff || routes.isEmpty()) {
            // A fault of our settings: temporary, so that no mail is lost while it is mended.
            steps.add("the aliases of " + asked + " lead in a circle or are too many");
            SmtpReply reply = SmtpReply.of(451, "4.3.5", "Alias expansion failed");
            return new Routing(List.of(new Route.Refused(asked, reply)), steps, relay);
        }
        return new Routing(routes, steps, relay);
    }

    /// Replies to clients without SMTPUTF8 stay ASCII. RFC 6531 §3.7.4.2.
    private static String ascii(Address address) {
        return address.needsSmtpUtf8()
                ? "recipient@" + address.domain().toAscii()
                : new Address(address.localPart(), new Domain(address.domain().toAscii()))
                        .toString();
    }
}
