// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.Map;

/// The tables whose keys are addresses, domains or names of the operator's choice.
///
/// @param routes address, domain or `*.domain` to where its mail goes
/// @param pipes programs that keep mail, by name
/// @param senders addresses of authors that are written anew
/// @param recipients addresses of recipients that are written anew
public record RoutingTables(
        Map<String, String> routes,
        Map<String, PipeTable> pipes,
        Map<String, String> senders,
        Map<String, String> recipients) {

    /// Their names in the file.
    static final String ROUTES = "routes";

    static final String PIPES = "pipes";
    static final String SENDERS = "rewrite.sender";
    static final String RECIPIENTS = "rewrite.recipient";

    public RoutingTables {
        routes = Map.copyOf(routes);
        pipes = Map.copyOf(pipes);
        senders = Map.copyOf(senders);
        recipients = Map.copyOf(recipients);
    }
}
