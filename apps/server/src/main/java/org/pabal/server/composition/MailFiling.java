// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.mda.FilingRules;
import org.pabal.mda.agent.MailboxScripts;
import org.pabal.mda.agent.ReplyLimit;
import org.pabal.mda.agent.ScriptedDelivery;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.notes.DeliveryNotes;
import org.pabal.mda.notes.NotingAgent;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.LocalCopies;
import org.pabal.mta.acceptance.Successors;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.mta.imapsieve.ScriptedMailboxes;
import org.pabal.mta.webhook.WebhookAgent;
import org.pabal.server.program.HostPrograms;

/// How mail comes into the mailboxes of this host: by the scripts of its owner and of administrators,
/// with a note of what they did, and with the webhooks told. Scripts that run when a mailbox changes
/// have the same means. RFC 5228, RFC 6785
final class MailFiling {
    private final HostPrograms programs;
    private final SievePrograms sievePrograms;
    private final DeliveryNotes notes;
    private final Consignment consignment;
    private final Commitments commitments;
    private final ScriptedMailboxes mailboxScripts;

    MailFiling(
            Ground here,
            MailRoutes routes,
            MailQueue queue,
            Signing signing,
            ScriptParts parts,
            WebhookParts webhooks)
            throws StartFailure {
        ScriptStore scripts = parts.scripts();
        this.programs = new HostPrograms(here.data().temporary());
        this.sievePrograms = ProgramSettings.programs(here.settings(), programs, here.mailboxes());
        ScriptedDelivery.Means means = means(here, signing, parts.memory(), webhooks);
        this.notes =
                new DeliveryNotes(
                        here.storage(),
                        here.mailboxes(),
                        here.clock(),
                        Thread.ofVirtual().name("notes")::start);
        Successors successors = new Successors(routes.router(), here.ids());
        this.consignment =
                new Consignment(
                        new LocalCopies(
                                new WebhookAgent(
                                        new NotingAgent(agent(here, scripts, means), notes),
                                        webhooks.webhooks(),
                                        here.mailboxes(),
                                        webhooks.isKnown(),
                                        queue.queue()::waiting,
                                        webhooks.counts()),
                                here.mailboxes()),
                        successors,
                        queue.queue(),
                        QuarantineDesk.keeping());
        this.commitments =
                new Commitments(here.storage(), here.mailboxes(), queue.queue(), queue.ledger());
        this.mailboxScripts =
                new ScriptedMailboxes(
                        new MailboxScripts(
                                (account, name) ->
                                        ScriptName.parse(name)
                                                .flatMap(known -> scripts.script(account, known)),
                                AgentSettings.ofMailboxes(here.settings(), scripts, here.clock()),
                                means),
                        here.mailboxes(),
                        successors,
                        queue.queue(),
                        commitments,
                        here.ids(),
                        here.clock());
    }

    private ScriptedDelivery.Means means(
            Ground here, Signing signing, DeliveryMemory memory, WebhookParts webhooks)
            throws StartFailure {
        return new ScriptedDelivery.Means(
                here.directory(),
                here.storage(),
                here.mailboxes(),
                memory,
                sievePrograms,
                signing::signed,
                AuthenticationSettings.redirectSeals(
                        here.settings(), signing::sealingKey, here.clock()),
                new ReplyLimit(here.clock()),
                here.random(),
                here.clock(),
                AgentSettings.config(
                        here.settings(),
                        here.name(),
                        AgentSettings.people(
                                here.settings(), here.foundation(), webhooks.isKnown()::test)));
    }

    private static ScriptedDelivery agent(
            Ground here, ScriptStore scripts, ScriptedDelivery.Means means) throws StartFailure {
        return new ScriptedDelivery(
                scripts::active,
                scripts::reply,
                AgentSettings.administrator(here.settings(), scripts, here.clock()),
                new FilingRules(
                        TransportSettings.presetMailbox(here.settings(), here.mailboxes()),
                        here.mailboxes()),
                means);
    }

    /// Those of this host that mail is handed to.
    HostPrograms programs() {
        return programs;
    }

    /// Those that scripts may run.
    SievePrograms sievePrograms() {
        return sievePrograms;
    }

    /// Of deliveries.
    DeliveryNotes notes() {
        return notes;
    }

    /// Gives each copy of a mail where it belongs: a mailbox, the queue, the quarantine.
    Consignment consignment() {
        return consignment;
    }

    /// What is to happen in one step of the store.
    Commitments commitments() {
        return commitments;
    }

    /// Runs the scripts of mailboxes. RFC 6785
    ScriptedMailboxes mailboxScripts() {
        return mailboxScripts;
    }
}
