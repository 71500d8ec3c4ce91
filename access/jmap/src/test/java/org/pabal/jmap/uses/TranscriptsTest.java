// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.uses;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.Subaddress;
import org.pabal.jmap.Capability;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.testing.JmapStage;
import org.pabal.jmap.testing.JmapTranscript;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.Decision;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.notes.DeliveryNotes;
import org.pabal.mda.notes.NotingAgent;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptOutcome;
import org.pabal.mda.scripts.ScriptRules;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.MessageScanner;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;

/// What is noted of deliveries, as a client sees it.
class TranscriptsTest {

    @TestFactory
    Stream<DynamicTest> uses() throws Exception {
        return JmapTranscript.in("uses", UsesStage::new);
    }

    private static final class UsesStage extends JmapStage {
        private static final Pattern MAIL =
                Pattern.compile(
                        "mail (\\d+) of (\\S+) comes to (\\S+)(?: and lines? ([0-9 ]+) acts?)?");

        private final DeliveryNotes notes =
                new DeliveryNotes(storage, store, clock, Runnable::run, 2);

        private Uses uses() {
            return new Uses(notes, scripts(), directory, Subaddress.PLUS);
        }

        @Override
        protected List<Capability> moreCapabilities() {
            return List.of(uses().capability());
        }

        @Override
        protected List<JmapMethod> moreMethods() {
            return uses().methods();
        }

        @Override
        public void given(String sentence) throws Exception {
            Matcher mail = MAIL.matcher(sentence);
            if (mail.matches()) {
                List<Integer> lines =
                        mail.group(4) == null
                                ? List.of()
                                : Arrays.stream(mail.group(4).split(" "))
                                        .map(Integer::valueOf)
                                        .toList();
                deliver(mail.group(1), mail.group(2), mail.group(3), lines);
            } else if (sentence.startsWith("alice's script is ")) {
                ScriptName main = ScriptName.parse("main").orElseThrow();
                String text = sentence.substring("alice's script is ".length()).translateEscapes();
                assertThat(
                                scripts()
                                        .put(
                                                account("alice"),
                                                main,
                                                text.getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOf(ScriptOutcome.Done.class);
                scripts().activate(account("alice"), main);
            } else if (sentence.startsWith("the alias ")) {
                directory.addAlias(
                        new Alias(
                                Address.of(sentence.substring("the alias ".length())),
                                List.of(Address.of("alice@example.org"))));
            } else {
                super.given(sentence);
            }
        }

        private void deliver(String id, String from, String to, List<Integer> lines) {
            Account alice = account("alice");
            byte[] script =
                    scripts()
                            .get(alice, ScriptName.parse("main").orElseThrow())
                            .orElse(new byte[0]);
            Decision.Taken taken =
                    new Decision.Taken(
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            "",
                            List.of(),
                            ScriptRules.of(script).of(lines));
            DeliveryAgent agent =
                    new NotingAgent(
                            new DeliveryAgent() {
                                @Override
                                public Decision decide(ArrivedMail mail, LocalRecipient to) {
                                    return taken;
                                }

                                @Override
                                public Decision.Taken insteadOf(
                                        Decision.Refused refusal,
                                        ArrivedMail mail,
                                        LocalRecipient to) {
                                    return taken;
                                }
                            },
                            notes);
            LocalRecipient recipient =
                    new LocalRecipient(alice, Address.of(to), to, RecipientRequest.NONE);
            Decision.Taken noted = (Decision.Taken) agent.decide(mail(id, from), recipient);
            if (!noted.memory().isEmpty()) {
                store.file(
                        List.of(),
                        List.of(
                                SpaceChanges.of(
                                        Space.account(alice.id().value()), noted.memory())));
            }
        }

        private ArrivedMail mail(String id, String from) {
            MessageScanner scanner = new MessageScanner();
            byte[] text = ("From: <" + from + ">\r\n\r\n").getBytes(StandardCharsets.UTF_8);
            scanner.write(text, 0, text.length);
            return new ArrivedMail(
                    id,
                    "",
                    new ReversePath.To(Address.of("bounces@lists.example")),
                    new ReversePath.To(Address.of("bounces@lists.example")),
                    new StagedMessage(
                            new Blob(new BlobId(0, 0), 0, new byte[32]), scanner.finish()),
                    0,
                    MailRequest.NONE,
                    ArrivedMail.Client.UNKNOWN,
                    Optional.empty(),
                    clock.instant());
        }
    }
}
