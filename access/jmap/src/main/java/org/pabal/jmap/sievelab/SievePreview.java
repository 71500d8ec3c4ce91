// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodCall;
import org.pabal.jmap.sievelab.GivenScripts.Given;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.ObjectIds;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mda.lab.Preview;
import org.pabal.mda.lab.SieveLab;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Outcome;
import org.pabal.sieve.Outcome.Decision;
import org.pabal.sieve.Script;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// SieveScript/preview: what a script would do with the newest messages of a mailbox; nothing is
/// done.
///
/// A call works for two seconds at most and says where to go on: a client that goes away, or whose
/// script has changed meanwhile, does not ask for the rest.
record SievePreview(SieveLab lab, MailboxStore mailboxes, GivenScripts given)
        implements JmapMethod {
    private static final Duration MOST = Duration.ofSeconds(2);
    private static final int USUAL = 100;
    private static final int MAX_DECIDED = 20;

    @Override
    public String name() {
        return "SieveScript/preview";
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
        int limit = number(arguments, "limit", USUAL, LabMethods.MAX_PREVIEWED);
        int position = number(arguments, "position", 0, Integer.MAX_VALUE - limit);
        OptionalLong line = arguments.findUnsignedInt("ruleAt");
        OptionalInt ruleAt =
                line.isPresent()
                        ? OptionalInt.of((int) Math.min(line.getAsLong(), Integer.MAX_VALUE))
                        : OptionalInt.empty();
        arguments.nothingElse();
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("accountId", account.id());
        response.put("mailboxId", ObjectIds.of(mailbox.id()));
        ArrayNode list = response.putArray("list");
        ArrayNode errors = response.putArray("errors");
        Preview preview = new Preview(0, 0, OptionalInt.empty());
        switch (script.compilation()) {
            case Compilation.Compiled(Script compiled, _) ->
                    preview =
                            lab.preview(
                                            account.owner(),
                                            compiled,
                                            mailbox.id(),
                                            new Preview.Part(position, limit, MOST),
                                            (message, outcome) ->
                                                    list.add(tried(message, outcome, ruleAt)))
                                    .orElse(preview);
            case Compilation.Refused(var findings) ->
                    findings.stream().map(ActionJson::of).forEach(errors::add);
        }
        response.put("tried", preview.tried());
        response.put("total", preview.total());
        preview.next()
                .ifPresentOrElse(
                        next -> response.put("nextPosition", next),
                        () -> response.putNull("nextPosition"));
        return response;
    }

    private static int number(JmapObject arguments, String name, int otherwise, int most) {
        OptionalLong value = arguments.findUnsignedInt(name);
        if (value.orElse(0) > most) {
            throw arguments.wrong(name, "must be at most " + most);
        }
        return (int) value.orElse(otherwise);
    }

    private static ObjectNode tried(StoredMessage message, Outcome outcome, OptionalInt ruleAt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("emailId", ObjectIds.of(message.id()));
        json.put("subject", firstLine(message.text(StoredMessage.Text.SUBJECT)));
        json.put("from", firstLine(message.text(StoredMessage.Text.FROM)));
        json.put("receivedAt", JmapObject.utcDate(message.internalDate()));
        json.set("actions", ActionJson.of(outcome.actions()));
        outcome.failure()
                .ifPresentOrElse(
                        failure -> json.set("failure", ActionJson.of(failure)),
                        () -> json.putNull("failure"));
        List<Decision> decided = decided(outcome.decisions(), ruleAt);
        if (ruleAt.isPresent()) {
            boolean hit = !decided.isEmpty() && decided.getLast().answer().orElse(true);
            json.put("hit", hit);
        } else {
            json.putNull("hit");
        }
        ArrayNode tests = json.putArray("decided");
        decided.stream()
                .filter(each -> each.answer().isPresent())
                .map(ActionJson::of)
                .forEach(tests::add);
        return json;
    }

    /// Of several header fields of a name the first counts.
    private static String firstLine(String texts) {
        int end = texts.indexOf('\n');
        return end < 0 ? texts : texts.substring(0, end);
    }

    /// The last tests that were answered. Of a rule those that its test, which begins at its line,
    /// consists of, with that one as the last; where a rule has no test, its command.
    private static List<Decision> decided(List<Decision> all, OptionalInt ruleAt) {
        if (ruleAt.isEmpty()) {
            List<Decision> tests = all.stream().filter(each -> each.answer().isPresent()).toList();
            return tests.subList(Math.max(0, tests.size() - MAX_DECIDED), tests.size());
        }
        int line = ruleAt.getAsInt();
        int last = lastAt(all, line);
        int first = last;
        while (first > 0
                && last - first + 1 < MAX_DECIDED
                && all.get(first - 1).line() >= line
                && all.get(first - 1).answer().isPresent()) {
            first--;
        }
        return last < 0 ? List.of() : all.subList(first, last + 1);
    }

    /// A test, which is answered after those that it consists of, rather than a command.
    private static int lastAt(List<Decision> all, int line) {
        int command = -1;
        for (int i = all.size() - 1; i >= 0; i--) {
            Decision each = all.get(i);
            if (each.script().isEmpty() && each.line() == line) {
                if (each.answer().isPresent()) {
                    return i;
                }
                command = i;
            }
        }
        return command;
    }
}
