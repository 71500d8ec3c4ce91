// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Subaddress;
import org.pabal.message.Domain;

/// What the settings say about the ways of mail.
///
/// @param smarthosts take outbound mail but that of `routes`; without one for a sender: mail
///     exchangers
/// @param routes fixed ways of addresses and domains
/// @param aliases beside those of the directory
/// @param relayDomains that we are a backup for
/// @param rewriting of addresses
/// @param subaddress how details are told from names
/// @param returns addresses that lead back to senders of forwarded mail, if such are made
/// @param hosts of this mail system, which hold other accounts
public record RoutingConfig(
        Smarthosts smarthosts,
        RouteTable routes,
        Aliases aliases,
        RelayDomains relayDomains,
        Rewriting rewriting,
        Subaddress subaddress,
        Optional<ReturnAddresses> returns,
        MailHosts hosts) {

    /// Of a host that stands alone.
    public RoutingConfig(
            Smarthosts smarthosts,
            RouteTable routes,
            Aliases aliases,
            RelayDomains relayDomains,
            Rewriting rewriting,
            Subaddress subaddress,
            Optional<ReturnAddresses> returns) {
        this(
                smarthosts,
                routes,
                aliases,
                relayDomains,
                rewriting,
                subaddress,
                returns,
                MailHosts.NONE);
    }

    public RoutingConfig(Smarthosts smarthosts, RouteTable routes) {
        this(
                smarthosts,
                routes,
                Aliases.NONE,
                RelayDomains.NONE,
                Rewriting.NONE,
                Subaddress.PLUS,
                Optional.empty());
    }

    /// A fixed next host for single domains.
    public RoutingConfig(Smarthosts smarthosts, Map<Domain, NextHop.Host> hosts) {
        this(smarthosts, table(hosts));
    }

    private static RouteTable table(Map<Domain, NextHop.Host> hosts) {
        Map<String, RouteTarget> entries = new HashMap<>();
        hosts.forEach((domain, host) -> entries.put(domain.name(), new RouteTarget.Fixed(host)));
        return new RouteTable(entries);
    }

    public static RoutingConfig defaults() {
        return new RoutingConfig(Smarthosts.NONE, RouteTable.EMPTY);
    }

    public RoutingConfig with(Aliases others) {
        return new RoutingConfig(
                smarthosts, routes, others, relayDomains, rewriting, subaddress, returns, hosts);
    }

    public RoutingConfig with(RelayDomains others) {
        return new RoutingConfig(
                smarthosts, routes, aliases, others, rewriting, subaddress, returns, hosts);
    }

    public RoutingConfig with(Rewriting other) {
        return new RoutingConfig(
                smarthosts, routes, aliases, relayDomains, other, subaddress, returns, hosts);
    }

    public RoutingConfig with(Subaddress other) {
        return new RoutingConfig(
                smarthosts, routes, aliases, relayDomains, rewriting, other, returns, hosts);
    }

    public RoutingConfig with(ReturnAddresses others) {
        return new RoutingConfig(
                smarthosts,
                routes,
                aliases,
                relayDomains,
                rewriting,
                subaddress,
                Optional.of(others),
                hosts);
    }

    public RoutingConfig with(MailHosts others) {
        return new RoutingConfig(
                smarthosts, routes, aliases, relayDomains, rewriting, subaddress, returns, others);
    }
}
