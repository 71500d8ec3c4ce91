// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mda.ArrivedMail;
import org.pabal.mda.LocalRecipient;
import org.pabal.mda.lab.Arrived;
import org.pabal.mda.lab.LabScript;
import org.pabal.mda.lab.LabWorld;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.MessageScanner;
import org.pabal.sieve.Script;
import org.pabal.sieve.Surroundings;
import org.pabal.storage.Blob;
import org.pabal.storage.BlobId;
import org.pabal.storage.Storage;

/// The world around scripts as arriving mail has it, for the Sieve lab: it is only read, and no
/// program runs.
public final class MailLab implements LabWorld {
    private static final String MAIL_ID = "lab";

    /// Nobody reads the mail's content here: the script has the message itself.
    private static final StagedMessage NOTHING =
            new StagedMessage(
                    new Blob(new BlobId(0, 0), 0, new byte[32]), new MessageScanner().finish());

    private final Directory directory;
    private final Storage storage;
    private final MailboxStore mailboxes;
    private final DeliveryMemory memory;
    private final SievePrograms programs;
    private final AdministratorScripts administrator;
    private final AgentConfig config;

    public MailLab(
            Directory directory,
            Storage storage,
            MailboxStore mailboxes,
            DeliveryMemory memory,
            AdministratorScripts administrator,
            AgentConfig config) {
        this.directory = directory;
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.memory = memory;
        this.programs = noPrograms(mailboxes);
        this.administrator = administrator;
        this.config = config;
    }

    private static SievePrograms noPrograms(MailboxStore mailboxes) {
        return new SievePrograms(
                (_, _, _, _, _) -> {
                    throw new IllegalStateException("no program runs in the lab");
                },
                ProgramsConfig.OFF,
                mailboxes,
                0);
    }

    @Override
    public List<LabScript> scripts(Optional<Script> own) {
        return administrator.around(own, Optional.empty()).stream()
                .map(each -> new LabScript(each.name(), each.script()))
                .toList();
    }

    @Override
    public Surroundings around(
            Account account, ReversePath from, Address to, Instant at, Optional<Arrived> arrived) {
        ArrivedMail mail =
                new ArrivedMail(
                        MAIL_ID,
                        "",
                        from,
                        from,
                        NOTHING,
                        0,
                        MailRequest.NONE,
                        ArrivedMail.Client.UNKNOWN,
                        Optional.empty(),
                        at);
        LocalRecipient recipient =
                new LocalRecipient(account, to, to.toString(), RecipientRequest.NONE);
        return new MailSurroundings(
                mail,
                recipient,
                new OwnerMailboxes(mailboxes, account, config),
                memory,
                programs,
                new OwnAddresses(directory, recipient),
                new Messages(storage, mailboxes),
                config,
                at,
                arrived);
    }
}
