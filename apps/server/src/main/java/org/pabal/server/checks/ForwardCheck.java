// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import org.pabal.directory.Account;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapObject;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.mta.routing.Routing;

/// Whether mail can be forwarded to an address: where it would go from here, and whether its domain
/// takes mail. RFC 5321 §5.1, RFC 7505. No mail is sent, and no server of the domain is spoken with:
/// only a mail shows whether the address is there.
///
/// @param router the way of an address for a sender
public record ForwardCheck(
        BiFunction<Address, ReversePath, Routing> router, Resolver resolver, LongSupplier nanoTime)
        implements Check {

    @Override
    public String kind() {
        return "forward";
    }

    @Override
    public Trial read(JmapObject settings) {
        String value = settings.string("address");
        return account -> run(account, value);
    }

    List<Step> run(Account account, String value) {
        Steps steps = new Steps(nanoTime, "mailaddress", "route", "exchanger", "host");
        Optional<Address> address = Address.parse(value.strip());
        if (address.isEmpty()) {
            return steps.bad("", "no-address");
        }
        steps.ok(address.get().toString());
        Routing routing;
        try {
            routing = router.apply(address.get(), new ReversePath.To(account.address()));
        } catch (UnavailableException trouble) {
            return steps.bad(String.valueOf(trouble.getMessage()), "later");
        }
        Optional<Route.Refused> refused = routing.refusal();
        if (refused.isPresent()) {
            return steps.bad(refused.get().reply().inOneLine(), "refused");
        }
        return routed(account, routing.open(), steps);
    }

    private List<Step> routed(Account account, List<Route> routes, Steps steps) {
        Route first =
                routes.getFirst() instanceof Route.ListCopy(var copy, _) ? copy : routes.getFirst();
        return switch (first) {
            case Route.LocalAccount(Account there, _) when there.id().equals(account.id()) ->
                    steps.bad(there.address().toString(), "own-address");
            case Route.LocalAccount _, Route.ListCopy _, Route.Refused _ ->
                    steps.ok("", "here").end();
            case Route.Remote(_, NextHop.Exchangers(Domain domain)) when !domain.isLiteral() ->
                    exchangers(domain.toAscii(), steps.ok(domain.toAscii()));
            case Route.Remote _ -> steps.ok("", "by-relay").end();
        };
    }

    private List<Step> exchangers(String domain, Steps steps) {
        return switch (resolver.mx(domain)) {
            case Answer.Found<MailExchanger>(var records)
                    when records.stream().allMatch(record -> record.host().equals(".")) ->
                    steps.bad(domain, "null-mx");
            case Answer.Found<MailExchanger>(var records) -> {
                String best =
                        records.stream()
                                .filter(record -> !record.host().equals("."))
                                .min(Comparator.comparingInt(MailExchanger::preference))
                                .map(MailExchanger::host)
                                .orElse(domain);
                yield host(best, steps.ok(best));
            }
            case Answer.NoData<MailExchanger> _ -> host(domain, steps.ok(domain, "implicit-mx"));
            case Answer.NoSuchName<MailExchanger> _ -> steps.bad(domain, "no-such-name");
            case Answer.Failed<MailExchanger>(var reason) -> steps.bad(reason, "dns");
        };
    }

    private List<Step> host(String host, Steps steps) {
        return switch (resolver.addresses(host)) {
            case Answer.Found<InetAddress>(var all) ->
                    steps.ok(all.getFirst().getHostAddress()).end();
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    steps.bad(host, "no-such-name");
            case Answer.Failed<InetAddress>(var reason) -> steps.bad(reason, "dns");
        };
    }
}
