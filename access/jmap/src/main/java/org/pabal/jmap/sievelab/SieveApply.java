// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.sievelab.GivenScripts.Given;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.lab.Report;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.lab.SieveLab.Mode;
import org.pabal.mda.lab.Stretch;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Script;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/apply: does with the messages of a mailbox what a script decides, as far as that can be
/// done with mail that lies there: it is moved, copied and flagged, and nothing leaves the account.
///
/// A call works for about ten seconds; where that is too short it says behind which message to go on,
/// and the next call does so as part of the same batch. A batch can be undone for seven days.
record SieveApply(SieveLab lab, MailboxStore mailboxes, GivenScripts given) implements JmapMethod {
    private static final Duration MOST = Duration.ofSeconds(10);

    @Override
    public String name() {
        return "SieveScript/apply";
    }

    @Override
    public String capability() {
        return LabMethods.URN;
    }

    @Override
    public ObjectNode call(MethodCall call) {
        JmapAccount account = call.ownAccount();
        JmapObject arguments = call.arguments();
        Given script = given.read(arguments, account);
        AccountMailboxes opened = mailboxes.open(account.owner());
        MailboxInfo mailbox = GivenMailbox.read(arguments, opened);
        Optional<String> ifInState = arguments.findString("ifInState");
        Optional<String> batchId = arguments.findId("batchId");
        OptionalLong batch = batchId.map(BatchIds::parse).orElse(OptionalLong.empty());
        if (batchId.isPresent() && batch.isEmpty()) {
            throw arguments.wrong("batchId", "is no id of a batch");
        }
        long after = arguments.findUnsignedInt("after").orElse(0);
        arguments.nothingElse();
        Script compiled = compiled(script.compilation());
        if (ifInState
                .filter(state -> !state.equals(opened.state().point().toString()))
                .isPresent()) {
            throw MethodError.stateMismatch();
        }
        Report report =
                lab.apply(
                                account.owner(),
                                compiled,
                                script.called(),
                                mailbox,
                                Mode.DONE,
                                new Stretch(after, Optional.of(MOST), batch))
                        .orElseThrow(BatchIds::busy);
        return response(account, report, opened);
    }

    private static Script compiled(Compilation compilation) {
        return switch (compilation) {
            case Compilation.Compiled(Script script, _) -> script;
            case Compilation.Refused(var errors) ->
                    throw MethodError.of("invalidSieve", errors.getFirst().toString());
        };
    }

    private static ObjectNode response(
            JmapAccount account, Report report, AccountMailboxes mailboxes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("accountId", account.id());
        report.batch()
                .ifPresentOrElse(
                        number -> json.put("batchId", BatchIds.of(number)),
                        () -> json.putNull("batchId"));
        report.undoUntil()
                .ifPresentOrElse(
                        until -> json.put("undoUntil", JmapObject.utcDate(until)),
                        () -> json.putNull("undoUntil"));
        json.put("examined", report.examined());
        json.put("changed", report.changed());
        json.put("failed", report.failed());
        json.set("moved", counts(report.moved()));
        json.set("copied", counts(report.copied()));
        json.put("flagged", report.flagged());
        json.set("notDone", counts(report.notDone()));
        ArrayNode failures = json.putArray("failures");
        report.failures().stream().map(ActionJson::of).forEach(failures::add);
        if (report.stopped().isEmpty()) {
            json.putNull("stopped");
        } else {
            json.put("stopped", report.stopped());
        }
        report.next().ifPresentOrElse(uid -> json.put("after", uid), () -> json.putNull("after"));
        json.put("newState", mailboxes.state().point().toString());
        return json;
    }

    private static ObjectNode counts(Map<String, Long> counts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        counts.forEach(json::put);
        return json;
    }
}
