// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.Subaddress;
import org.pabal.mda.programs.Programs;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.storage.Storage;

/// Gives a message to a program, once for each recipient.
///
/// Parts of the envelope are whole arguments or parts of such; no shell looks at them. One that
/// begins with `-`, which a program could take for an option, is refused (THREATS S11).
final class PipeDelivery {
    private final Storage storage;
    private final Programs programs;
    private final Subaddress subaddress;

    PipeDelivery(Storage storage, Programs programs, Subaddress subaddress) {
        this.storage = storage;
        this.programs = programs;
        this.subaddress = subaddress;
    }

    Diagnosis deliver(PipeConfig pipe, QueueEntry entry, Recipient recipient) {
        Map<String, String> parts = parts(entry.from(), recipient.address());
        for (Map.Entry<String, String> part : parts.entrySet()) {
            if (!isHarmless(part.getValue())) {
                boolean ofSender = part.getKey().equals("sender");
                return Diagnosis.ours(
                        ofSender ? "5.1.7" : "5.1.3",
                        "the address cannot be an argument of a program");
            }
        }
        List<String> command = new ArrayList<>();
        pipe.command().forEach(word -> command.add(filled(word, parts)));
        String program = command.getFirst();
        KeptMessage message =
                new KeptMessage(
                        storage, entry.content(), fields(pipe, entry.from(), recipient.address()));
        try {
            return switch (programs.run(
                    command,
                    environment(parts, entry, recipient),
                    message::open,
                    Programs.Output.IGNORED,
                    pipe.limit())) {
                case Programs.Ended.Exited(int code, var output) ->
                        ExitStatus.diagnosis(program, code, output, pipe.exitCodes());
                case Programs.Ended.TookTooLong _ ->
                        Diagnosis.ours(
                                "4.3.0",
                                program + " took longer than " + pipe.limit().toSeconds() + " s");
                case Programs.Ended.NotStarted(var reason) ->
                        Diagnosis.ours("4.3.5", program + " cannot be run: " + reason);
            };
        } catch (IOException trouble) {
            return Diagnosis.ours("4.3.0", "the message cannot be read: " + trouble.getMessage());
        }
    }

    private static String fields(PipeConfig pipe, ReversePath from, Address to) {
        return (pipe.returnPath() ? KeptMessage.returnPath(from) : "")
                + (pipe.deliveredTo() ? KeptMessage.deliveredTo(to) : "");
    }

    private Map<String, String> parts(ReversePath from, Address to) {
        Map<String, String> parts = new LinkedHashMap<>();
        String sender = from instanceof ReversePath.To(var address) ? address.toString() : "";
        parts.put("sender", sender);
        parts.put("recipient", to.toString());
        parts.put("local", to.localPart());
        parts.put("extension", subaddress.detail(to, name(to)).orElse(""));
        parts.put("domain", to.domain().toAscii());
        return parts;
    }

    /// Without its detail, if it has one.
    private String name(Address to) {
        List<String> bases = subaddress.bases(to.localPart());
        return bases.isEmpty() ? to.localPart() : bases.getLast();
    }

    private static boolean isHarmless(String text) {
        return !text.startsWith("-") && text.chars().noneMatch(Character::isISOControl);
    }

    /// Left to right, once: what a part brings in is not looked at again.
    private static String filled(String word, Map<String, String> parts) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < word.length()) {
            int close = word.charAt(at) == '{' ? word.indexOf('}', at) : -1;
            Optional<String> part =
                    close < 0
                            ? Optional.empty()
                            : Optional.ofNullable(parts.get(word.substring(at + 1, close)));
            filled.append(part.orElse(word.substring(at, at + 1)));
            at = part.isPresent() ? close + 1 : at + 1;
        }
        return filled.toString();
    }

    private Map<String, String> environment(
            Map<String, String> parts, QueueEntry entry, Recipient recipient) {
        Map<String, String> environment = new LinkedHashMap<>();
        Address to = recipient.address();
        String name = name(to);
        QmailEnvironment.add(environment, entry, to, name, subaddress.detail(to, name));
        parts.forEach(
                (part, value) -> environment.put(part.toUpperCase(java.util.Locale.ROOT), value));
        environment.put("ORIGINAL_RECIPIENT", recipient.original().replaceAll("\\p{Cntrl}", "?"));
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LANG", "C.UTF-8");
        return environment;
    }
}
