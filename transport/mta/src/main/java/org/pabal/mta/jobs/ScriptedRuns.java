// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.io.IOException;
import java.util.function.Function;
import org.pabal.directory.Account;
import org.pabal.mailauth.srs.Srs;
import org.pabal.mda.LaterJob.Reading;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mda.programs.LineFeeds;
import org.pabal.mda.programs.Programs;
import org.pabal.mda.programs.RunFor;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.mta.delivery.ExitStatus;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.storage.Storage;

/// Runs the programs of jobs. Safe for use by many threads.
public final class ScriptedRuns {
    private final SievePrograms programs;
    private final Function<Account, String> homes;
    private final Storage storage;

    /// @param homes of accounts
    public ScriptedRuns(SievePrograms programs, Function<Account, String> homes, Storage storage) {
        this.programs = programs;
        this.homes = homes;
        this.storage = storage;
    }

    /// @return of class 2 when it did what was wanted, of class 4 when it is worth another try
    Diagnosis run(Work.Run run, QueueEntry entry, Account account) {
        var recipient = entry.recipients().getFirst();
        RunFor mail =
                new RunFor(
                        account.address(),
                        homes.apply(account),
                        shown(entry.from()),
                        recipient.address(),
                        recipient.original());
        try {
            return switch (programs.run(
                    mail,
                    run.program(),
                    run.arguments(),
                    input(run.reading(), entry),
                    Programs.Output.IGNORED)) {
                case SievePrograms.Ran.Refused(var reason) ->
                        Diagnosis.ours("5.3.5", run.program() + ": " + reason);
                case SievePrograms.Ran.Ended(var how) -> diagnosis(run.program(), how);
            };
        } catch (IOException | UnavailableException trouble) {
            return Diagnosis.ours("4.3.0", run.program() + ": " + trouble.getMessage());
        }
    }

    /// People never see an address of SRS.
    private static ReversePath shown(ReversePath from) {
        return from instanceof ReversePath.To(var sender) && Srs.isSrs(sender)
                ? new ReversePath.To(Srs.original(sender))
                : from;
    }

    private Programs.Input input(Reading reading, QueueEntry entry) {
        return switch (reading) {
            case Reading.Nothing _ -> Programs.Input.NOTHING;
            case Reading.Text(var text) -> SievePrograms.text(text);
            case Reading.Message _ ->
                    () -> new LineFeeds(new RelayedOctets(storage, entry.content()).open());
        };
    }

    private Diagnosis diagnosis(String program, Programs.Ended how) {
        return switch (how) {
            case Programs.Ended.Exited(int code, var line) ->
                    ExitStatus.ofScripts(program, code, line);
            case Programs.Ended.TookTooLong _ ->
                    Diagnosis.ours(
                            "4.3.0",
                            program + " took longer than " + programs.limit().toSeconds() + " s");
            case Programs.Ended.NotStarted(var reason) ->
                    Diagnosis.ours("4.3.5", program + " cannot be run: " + reason);
        };
    }
}
