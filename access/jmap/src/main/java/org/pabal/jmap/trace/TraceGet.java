// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.method.GetRequest;
import org.pabal.jmap.trace.OwnMail.Seen;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import tools.jackson.databind.node.ObjectNode;

/// Trace/get: as RFC 8620 §5.1 has it, of own mails only; ids must be named.
record TraceGet(MailSending sending, Directory directory) implements JmapMethod {
    private static final int MOST = 50;

    @Override
    public String name() {
        return "Trace/get";
    }

    @Override
    public String capability() {
        return TraceMethods.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        GetRequest request = GetRequest.read(call, call.ownAccount(), TraceJson.PROPERTIES);
        List<String> ids =
                request.ids()
                        .orElseThrow(
                                () -> MethodError.invalidArgument("ids", "must name the mails"));
        if (ids.size() > MOST) {
            throw MethodError.requestTooLarge("At most " + MOST + " mails are traced at once.");
        }
        OwnMail own = new OwnMail(request.account().owner(), directory, sending.ledger());
        TraceJson traces = new TraceJson(own, sending.queue());
        List<ObjectNode> list = new ArrayList<>();
        List<String> notFound = new ArrayList<>();
        long newest = 0;
        for (String id : ids) {
            Optional<Seen> seen = MailId.parse(id).flatMap(own::find);
            if (seen.isPresent()) {
                list.add(request.pick(traces.json(seen.get())));
                newest = Math.max(newest, newest(seen.get()));
            } else {
                notFound.add(id);
            }
        }
        return request.response(Long.toString(newest), list, notFound);
    }

    private static long newest(Seen seen) {
        return seen.records().stream()
                .map(LedgerRecord::at)
                .mapToLong(at -> at.toEpochMilli())
                .max()
                .orElse(0);
    }
}
