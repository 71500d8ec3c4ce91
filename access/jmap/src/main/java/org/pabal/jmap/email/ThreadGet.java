// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.GetRequest;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.ThreadId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Thread/get. RFC 8621 §3.1.
final class ThreadGet implements JmapMethod {
    private final EmailServices services;

    ThreadGet(EmailServices services) {
        this.services = services;
    }

    @Override
    public String name() {
        return "Thread/get";
    }

    @Override
    public String capability() {
        return Capability.MAIL;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        GetRequest request = GetRequest.read(call, call.account(), List.of("id", "emailIds"));
        AccountSnapshot now = services.open(request.account()).state();
        List<String> ids = request.idsOr(() -> allIds(now.emails(), request.most()));
        List<ObjectNode> list = new ArrayList<>();
        List<String> notFound = new ArrayList<>();
        for (String id : ids) {
            thread(id, now.emails())
                    .ifPresentOrElse(
                            thread -> list.add(request.pick(thread)), () -> notFound.add(id));
        }
        return request.response(now.point().toString(), list, notFound);
    }

    private static Optional<ObjectNode> thread(String id, Emails emails) {
        return ObjectIds.parseThread(id)
                .map(emails::thread)
                .filter(members -> !members.isEmpty())
                .map(members -> object(id, members));
    }

    private static ObjectNode object(String id, List<EmailId> members) {
        ObjectNode thread = JsonNodeFactory.instance.objectNode().put("id", id);
        ArrayNode ids = thread.putArray("emailIds");
        members.forEach(member -> ids.add(ObjectIds.of(member)));
        return thread;
    }

    private static List<String> allIds(Emails emails, int most) {
        if (emails.count() > most) {
            throw MethodError.requestTooLarge(
                    "At most " + most + " threads are given at once: name those that you want.");
        }
        List<String> ids = new ArrayList<>();
        Emails.Cursor cursor = emails.cursor();
        while (cursor.next()) {
            ids.add(ObjectIds.of(new ThreadId(cursor.thread())));
        }
        return ids.stream().distinct().toList();
    }
}
