// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.queue.QueueId;
import org.pabal.mta.routing.Route;

/// A recipient that was accepted, with the ways of its copies.
///
/// @param original the address that the client named
/// @param request what the client asked about its reports
/// @param routes at least one, none refused
/// @param waited the copy in the queue that this is the delivery of
public record AcceptedRecipient(
        String original, RecipientRequest request, List<Route> routes, Optional<Waited> waited) {
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

    public AcceptedRecipient(String original, RecipientRequest request, List<Route> routes) {
        this(original, request, routes, Optional.empty());
    }

    /// A copy that waited in the queue.
    ///
    /// @param address as the entry has it
    public record Waited(QueueId entry, Address address) {}

    public AcceptedRecipient havingWaited(QueueId entry, Address address) {
        return new AcceptedRecipient(
                original, request, routes, Optional.of(new Waited(entry, address)));
    }

    /// It goes on as another mail.
    public AcceptedRecipient anew() {
        return new AcceptedRecipient(original, request, routes);
    }

    AcceptedRecipient asking(RecipientRequest asked) {
        return new AcceptedRecipient(original, asked, routes, waited);
    }
}
