// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.testing.MtaStage;

/// A list's mail bears its owner, an alias' mail its author. RFC 5321 §3.9.
final class ListTest {
    private final MtaStage stage = new MtaStage(11);
    private final Account bob = stage.directory.account("bob@d.example");
    private final Account owner = stage.directory.account("owner@d.example");
    private final List<String> sent = new ArrayList<>();
    private String reply = "250 2.0.0 ok";

    ListTest() {
        stage.resolver.server("r.example", "192.0.2.50");
        stage.remote =
                (host, mail) -> {
                    sent.add(mail.from() + " " + mail.addresses());
                    return new Outcome.Answered(
                            mail.addresses().stream()
                                    .map(to ->
                                            new Diagnosis(
                                                    EnhancedStatus.of(reply.split(" ")[1]),
                                                    reply,
                                                    host.name()))
                                    .toList());
                };
        stage.directory.list("team@d.example", "owner@d.example", "bob@d.example", "x@r.example");
    }

    private void receive(String from, String to) {
        assertThat(stage.receive(from).to(to).send(MESSAGE)).startsWith("250");
        stage.work();
    }

    @Test
    void membersGetCopiesFromTheOwner() {
        receive("alice@far.example", "team@d.example");
        assertThat(sent).containsExactly("<owner@d.example> [x@r.example]");
        assertThat(stage.mailboxes.messages(bob)).hasSize(1);
        assertThat(stage.mailboxes.messages(bob).getFirst())
                .startsWith("Return-Path: <owner@d.example>\r\nReceived: ")
                .doesNotContain("Return-Path: <alice@far.example>");
    }

    @Test
    void anAliasKeepsTheAuthor() {
        stage.directory.alias("both@d.example", "bob@d.example", "x@r.example");
        receive("alice@far.example", "both@d.example");
        assertThat(sent).containsExactly("<alice@far.example> [x@r.example]");
        assertThat(stage.mailboxes.messages(bob).getFirst())
                .startsWith("Return-Path: <alice@far.example>\r\n");
    }

    @Test
    void aFailedCopyIsReportedToTheOwnerAlthoughTheAuthorIsAStranger() {
        reply = "550 5.1.1 gone";
        receive("alice@far.example", "team@d.example");
        assertThat(stage.mailboxes.messages(owner)).hasSize(1);
        assertThat(stage.mailboxes.messages(owner).getFirst()).contains("x@r.example");
        assertThat(stage.queue.list(Optional.empty(), 5)).isEmpty();
    }

    @Test
    void aReportSentToAListStaysAReport() {
        reply = "550 5.1.1 gone";
        receive("", "team@d.example");
        assertThat(sent).containsExactly("<> [x@r.example]");
        assertThat(stage.mailboxes.messages(owner)).isEmpty();
    }

    @Test
    void aListInAListHasTheInnerOwner() {
        stage.directory.list("all@d.example", "bob@d.example", "team@d.example", "y@r.example");
        receive("alice@far.example", "all@d.example");
        assertThat(sent)
                .containsExactlyInAnyOrder(
                        "<owner@d.example> [x@r.example]", "<bob@d.example> [y@r.example]");
    }
}
