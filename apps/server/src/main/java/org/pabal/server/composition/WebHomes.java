// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.web.PassedRequests;
import org.pabal.cluster.web.PassingOn;
import org.pabal.directory.Directory;
import org.pabal.http.Homes;
import org.pabal.http.HttpHandler;
import org.pabal.http.HttpLimits;
import org.pabal.http.Problem;

/// Requests of the web that are answered on another host than the one that they come to, on both ends.
final class WebHomes implements AutoCloseable {
    private final PassingOn passing;
    private final PassedRequests passed;
    private volatile @Nullable HttpHandler handler;

    WebHomes(Directory directory, Cluster cluster) {
        this.passing = new PassingOn(cluster.hosts(), cluster.links());
        this.passed =
                new PassedRequests(
                        this::handler,
                        () -> cluster.hosts().self().name(),
                        HttpLimits.standard().messageOctets());
        directory.whenLoginChanges(
                id ->
                        directory
                                .account(id)
                                .ifPresent(account -> passing.end(account.address().toString())));
    }

    /// A host that calls before the doors are open.
    private HttpHandler handler() {
        HttpHandler open = handler;
        return open == null
                ? exchange -> new Problem(503, "This host is about to start.").send(exchange)
                : open;
    }

    Homes passing() {
        return passing;
    }

    /// From now on what other hosts pass on is answered.
    void open(Web web) {
        handler = web.forFronts();
    }

    /// What other hosts ask.
    Map<String, HostOperation> operations() {
        return passed.operations();
    }

    @Override
    public void close() {
        passed.close();
        passing.close();
    }
}
