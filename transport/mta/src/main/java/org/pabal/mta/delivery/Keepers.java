// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.time.InstantSource;
import java.util.Map;
import org.pabal.directory.Subaddress;
import org.pabal.mda.programs.Programs;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.NextHop;
import org.pabal.storage.Storage;

/// The programs, Maildirs and mboxes of this host. Safe for use by many threads.
public final class Keepers implements FinalDelivery {
    private final Map<String, PipeConfig> pipes;
    private final ExitCodes ofAliases;
    private final PipeDelivery pipe;
    private final MaildirDelivery maildir;
    private final MboxDelivery mbox;

    /// @param pipes by name
    /// @param ofAliases how the exit codes of programs are read that aliases name
    /// @param pause while another program holds an mbox
    public Keepers(
            Map<String, PipeConfig> pipes,
            ExitCodes ofAliases,
            Programs programs,
            Subaddress subaddress,
            Storage storage,
            String hostname,
            InstantSource clock,
            CommitPause pause) {
        this.pipes = Map.copyOf(pipes);
        this.ofAliases = ofAliases;
        this.pipe = new PipeDelivery(storage, programs, subaddress);
        this.maildir = new MaildirDelivery(storage, hostname);
        this.mbox = new MboxDelivery(storage, new DotLock.Rules(clock, pause));
    }

    @Override
    public Diagnosis deliver(NextHop.FinalHop keeper, QueueEntry entry, Recipient recipient) {
        return switch (keeper) {
            case NextHop.Pipe(var name) -> {
                PipeConfig config = pipes.get(name);
                yield config == null
                        ? Diagnosis.ours("4.3.5", "the settings have no [pipes." + name + "]")
                        : pipe.deliver(config, entry, recipient);
            }
            case NextHop.Program(var command) ->
                    pipe.deliver(PipeConfig.of(command, ofAliases), entry, recipient);
            case NextHop.Maildir(var template) -> maildir.deliver(template, entry, recipient);
            case NextHop.Mbox(var template) -> mbox.deliver(template, entry, recipient);
        };
    }
}
