// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.cluster.member.Membership;
import org.pabal.mta.delivery.ForwardedSender;
import org.pabal.mta.routing.MailHosts;
import org.pabal.mta.routing.ReturnAddresses;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.server.administration.RouteAdministration;

/// Where the copy of each recipient goes: to an account, another host, a smarthost or an exchanger;
/// and the return addresses of what is forwarded.
final class MailRoutes {
    private final Ground here;
    private final MailHosts others;
    private final Smarthosts smarthosts;
    private final ReturnAddresses returns;
    private final Router router;
    private final RouteAdministration administration;

    MailRoutes(Ground here, LoginContexts logins, Membership membership) throws StartFailure {
        this.here = here;
        this.others = ClusterSettings.mailHosts(here.settings(), membership);
        RoutingConfig config =
                RoutingSettings.config(here.settings(), logins.preset(), here.clock());
        this.smarthosts = config.smarthosts();
        this.returns =
                SrsSettings.returns(
                        here.settings(), here.data().path(), here.random(), here.clock());
        this.router = new Router(here.directory(), config.with(returns).with(others));
        this.administration =
                new RouteCalls(
                        here.directory(),
                        logins::preset,
                        () -> router,
                        () -> RoutingSettings.aliasRules(here.settings(), logins.preset()));
    }

    Router router() {
        return router;
    }

    /// The other hosts of this mail system.
    MailHosts others() {
        return others;
    }

    Smarthosts smarthosts() {
        return smarthosts;
    }

    /// In whose name forwarded mail goes on.
    ForwardedSender forwardedSender() throws StartFailure {
        return SrsSettings.sender(
                here.settings(),
                returns,
                here.resolver(),
                here.name(),
                here.directory(),
                here.clock());
    }

    RouteAdministration administration() {
        return administration;
    }
}
