// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.vacation;

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
import org.pabal.jmap.method.SingletonTarget;
import tools.jackson.databind.node.ObjectNode;

/// VacationResponse/set. RFC 8621 §8.2.
record VacationSet(VacationResponses responses) implements JmapMethod {
    private static final int MAX_SUBJECT = 255;
    private static final int MAX_BODY = 64 << 10;

    /// As long as anybody is remembered, by the usual settings.
    private static final int MAX_DAYS = 90;

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
        return new Editing(
                        responses,
                        account.owner(),
                        call.created(),
                        call.uses(Capability.VACATION_EXTRAS))
                .run(request, call);
    }

    /// @param extras the client knows of what is not in RFC 8621
    private record Editing(
            VacationResponses responses, Account account, CreatedIds ids, boolean extras)
            implements SingletonTarget {

        @Override
        public String state() {
            return responses.of(account).state();
        }

        @Override
        public void update(Patch patch) {
            refuseExtras(patch);
            ObjectNode next = patch.applyTo(responses.of(account).json());
            JmapObject object = whole(next);
            if (object.findBool("isEnabled").isEmpty()) {
                next.put("isEnabled", false);
            }
            object.findUtcDate("fromDate");
            object.findUtcDate("toDate");
            checkWords(object);
            object.findObject(VacationResponses.ORGANIZATION)
                    .ifPresent(words -> {
                        checkWords(words);
                        words.nothingElse();
                    });
            if (object.findBool(VacationResponses.ONLY_KNOWN).isEmpty()) {
                next.put(VacationResponses.ONLY_KNOWN, false);
            }
            long days = object.findUnsignedInt(VacationResponses.DAYS).orElse(1);
            if (days < 1 || days > MAX_DAYS) {
                throw object.wrong(VacationResponses.DAYS, "must be 1 to " + MAX_DAYS);
            }
            object.nothingElse();
            responses.put(account, next);
        }

        private void refuseExtras(Patch patch) {
            for (String path : patch.json().propertyNames()) {
                String property = patch.steps(path).getFirst();
                if (!extras && VacationResponses.EXTRAS.contains(property)) {
                    throw SetError.invalidProperty(property, "needs its capability in `using`");
                }
            }
        }

        private static void checkWords(JmapObject words) {
            check(words, "subject", MAX_SUBJECT);
            check(words, "textBody", MAX_BODY);
            check(words, "htmlBody", MAX_BODY);
            if (words.findString("subject").orElse("").chars().anyMatch(c -> c < 0x20)) {
                throw words.wrong("subject", "must be one line");
            }
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
    }
}
