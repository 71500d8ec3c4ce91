// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.routing.Route;

/// A recipient that was accepted, with the ways of its copies.
///
/// @param original the address that the client named
/// @param request what the client asked about its reports
/// @param routes at least one, none refused
public record AcceptedRecipient(String original, RecipientRequest request, List<Route> routes) {
    public AcceptedRecipient {
        routes = List.copyOf(routes);
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("no route for " + original);
        }
    }

    /// Nothing asked.
    public AcceptedRecipient(String original, List<Route> routes) {
        this(original, RecipientRequest.NONE, routes);
    }

    AcceptedRecipient asking(RecipientRequest asked) {
        return new AcceptedRecipient(original, asked, routes);
    }
}
