// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.ChangedIds;
import org.pabal.jmap.method.ChangesRequest;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.ObjectIds;
import tools.jackson.databind.node.ObjectNode;

/// Email/changes. RFC 8621 §4.3.
final class EmailChanges implements JmapMethod {
    /// Ids in one response, where the client sets no limit: it asks again for more.
    static final int MAX_CHANGES = 5_000;

    private final EmailServices services;

    EmailChanges(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Email/changes";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        ChangesRequest request = ChangesRequest.read(call, call.account());
        AccountSnapshot now = services.open(request.account()).state();
        Optional<AccountSnapshot.Changes<EmailId>> changes =
                AccountPoint.parse(request.sinceState())
                        .flatMap(since -> now.emailsSince(since, most(request)));
        return request.response(told(changes, ObjectIds::of));
    }

    static int most(ChangesRequest request) {
        return Math.min(request.maxChanges().orElse(MAX_CHANGES), MAX_CHANGES);
    }

    /// @throws MethodError `cannotCalculateChanges`
    static <I> ChangedIds told(
            Optional<AccountSnapshot.Changes<I>> changes, Function<I, String> text) {
        AccountSnapshot.Changes<I> known = changes.orElseThrow(MethodError::cannotCalculateChanges);
        return new ChangedIds(
                known.to().toString(),
                known.hasMore(),
                texts(known.created(), text),
                texts(known.updated(), text),
                texts(known.destroyed(), text));
    }

    private static <I> List<String> texts(List<I> ids, Function<I, String> text) {
        return ids.stream().map(text).toList();
    }
}
