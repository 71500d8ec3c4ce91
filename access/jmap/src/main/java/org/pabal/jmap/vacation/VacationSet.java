// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.vacation;

import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.jmap.Capability;
import org.pabal.jmap.CreatedIds;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.SetError;
import org.pabal.jmap.method.Patch;
import org.pabal.jmap.method.SetRequest;
import org.pabal.jmap.method.SetTarget;
import tools.jackson.databind.node.ObjectNode;

/// VacationResponse/set. RFC 8621 §8.2.
record VacationSet(VacationResponses responses) implements JmapMethod {
    private static final int MAX_SUBJECT = 255;
    private static final int MAX_BODY = 64 << 10;

    @Override
    public String name() {
        return "VacationResponse/set";
    }

    @Override
    public String capability() {
        return Capability.VACATION;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        SetRequest request = SetRequest.read(call, account);
        return new Editing(responses, account.owner(), call.created()).run(request, call);
    }

    private record Editing(VacationResponses responses, Account account, CreatedIds ids)
            implements SetTarget {

        @Override
        public String state() {
            return responses.of(account).state();
        }

        @Override
        public ObjectNode create(JmapObject properties) {
            throw SetError.singleton();
        }

        @Override
        public Optional<ObjectNode> update(String id, Patch patch) {
            if (!id.equals(VacationResponses.ID)) {
                throw SetError.notFound();
            }
            ObjectNode next = patch.applyTo(responses.of(account).json());
            JmapObject object = JmapObject.ofProperties(next, ids);
            if (!object.string("id").equals(VacationResponses.ID)) {
                throw object.wrong("id", "cannot be changed");
            }
            if (object.findBool("isEnabled").isEmpty()) {
                next.put("isEnabled", false);
            }
            object.findUtcDate("fromDate");
            object.findUtcDate("toDate");
            check(object, "subject", MAX_SUBJECT);
            check(object, "textBody", MAX_BODY);
            check(object, "htmlBody", MAX_BODY);
            if (object.findString("subject").orElse("").chars().anyMatch(c -> c < 0x20)) {
                throw object.wrong("subject", "must be one line");
            }
            object.nothingElse();
            responses.put(account, next);
            return Optional.empty();
        }

        private static void check(JmapObject object, String name, int most) {
            String text = object.findString(name).orElse("");
            if (text.length() > most) {
                throw object.wrong(name, "must have at most " + most + " characters");
            }
            if (text.indexOf('\0') >= 0) {
                throw object.wrong(name, "must not have NUL");
            }
        }

        @Override
        public void destroy(String id) {
            throw id.equals(VacationResponses.ID) ? SetError.singleton() : SetError.notFound();
        }
    }
}
