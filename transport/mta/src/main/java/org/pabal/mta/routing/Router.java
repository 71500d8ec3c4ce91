// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import org.pabal.directory.Directory;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;

/// Finds the way of each recipient's copy. Safe for use by many threads.
public final class Router {
    private final Directory directory;
    private final RoutingConfig config;

    public Router(Directory directory, RoutingConfig config) {
        this.directory = directory;
        this.config = config;
    }

    /// For a recipient as a client named it: rewritten first, where the settings say so.
    ///
    /// @param from whose mail it is: smarthosts are chosen by it
    /// @throws org.pabal.message.UnavailableException when the directory cannot tell
    public Routing route(Address address, ReversePath from) {
        return new Expansion(directory, config, this, from, address).first();
    }

    /// For a copy whose way was found before and that is looked for anew, since the settings may
    /// have changed. Neither is it rewritten again, nor does an alias file that has led to an
    /// account of the same name do so twice.
    ///
    /// @throws org.pabal.message.UnavailableException when the directory cannot tell
    public Routing routeAgain(Address address, ReversePath from) {
        return new Expansion(directory, config, this, from, address).again();
    }

    public Rewriting rewriting() {
        return config.rewriting();
    }

    /// Where a sender's mail for a domain goes that nothing else in the settings holds for.
    NextHop smarthost(Domain domain, ReversePath from) {
        return config.smarthosts()
                .of(from)
                .<NextHop>map(relay -> relay)
                .orElseGet(() -> new NextHop.Exchangers(domain));
    }
}
