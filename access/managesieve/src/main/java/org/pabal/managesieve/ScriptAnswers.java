// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.pabal.directory.Account;
import org.pabal.mda.scripts.ScriptInfo;
import org.pabal.mda.scripts.ScriptName;
import org.pabal.mda.scripts.ScriptOutcome;
import org.pabal.mda.scripts.ScriptQuota;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;

/// The commands about scripts, for the account that logged in. RFC 5804 §2.5 to §2.12.
final class ScriptAnswers {
    private final ScriptStore scripts;
    private final ResponseWriter out;

    ScriptAnswers(ScriptStore scripts, ResponseWriter out) {
        this.scripts = scripts;
        this.out = out;
    }

    Response haveSpace(Account account, ScriptName name, long octets) {
        return scripts.room(account, name, octets).map(ScriptAnswers::noRoom).orElse(Response.OK);
    }

    Response put(Account account, ScriptName name, byte[] text) {
        return answer(scripts.put(account, name, text));
    }

    Response list(Account account) throws IOException {
        for (ScriptInfo script : scripts.list(account)) {
            out.script(script.name().text(), script.active());
        }
        return Response.OK;
    }

    Response setActive(Account account, Optional<ScriptName> name) {
        return name.isEmpty()
                ? answer(scripts.deactivate(account))
                : answer(scripts.activate(account, name.get()));
    }

    Response get(Account account, ScriptName name) throws IOException {
        Optional<byte[]> text = scripts.get(account, name);
        if (text.isEmpty()) {
            return noSuchScript();
        }
        out.literal(text.get());
        return Response.OK;
    }

    Response delete(Account account, ScriptName name) {
        return answer(scripts.delete(account, name));
    }

    Response rename(Account account, ScriptName from, ScriptName to) {
        return answer(scripts.rename(account, from, to));
    }

    /// RFC 5804 §2.12: as PUTSCRIPT, but nothing is kept.
    Response check(Account account, byte[] text) {
        if (text.length > scripts.quota().scriptOctets()) {
            return tooLarge();
        }
        return switch (scripts.check(account, text)) {
            case Compilation.Compiled(_, List<Finding> warnings) -> withWarnings(warnings);
            case Compilation.Refused(List<Finding> errors) -> Response.no(lines(errors));
        };
    }

    Response tooLarge() {
        return noRoom(
                new ScriptOutcome.NoRoom(
                        ScriptQuota.Resource.SCRIPT_OCTETS, scripts.quota().scriptOctets()));
    }

    private static Response answer(ScriptOutcome outcome) {
        return switch (outcome) {
            case ScriptOutcome.Done(List<Finding> warnings) -> withWarnings(warnings);
            case ScriptOutcome.Refused(List<Finding> errors) -> Response.no(lines(errors));
            case ScriptOutcome.NoRoom missing -> noRoom(missing);
            case ScriptOutcome.NoSuchScript _ -> noSuchScript();
            case ScriptOutcome.AlreadyExists _ ->
                    Response.no("ALREADYEXISTS", "There is a script of that name");
            case ScriptOutcome.IsActive _ ->
                    Response.no("ACTIVE", "The script is active: SETACTIVE another one first");
        };
    }

    private static Response withWarnings(List<Finding> warnings) {
        return warnings.isEmpty() ? Response.OK : Response.ok("WARNINGS", lines(warnings));
    }

    private static String lines(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\r\n"));
    }

    private static Response noSuchScript() {
        return Response.no("NONEXISTENT", "There is no script of that name");
    }

    private static Response noRoom(ScriptOutcome.NoRoom missing) {
        return switch (missing.resource()) {
            case SCRIPTS ->
                    Response.no(
                            "QUOTA/MAXSCRIPTS",
                            "You may have " + missing.most() + " scripts: delete one first");
            case SCRIPT_OCTETS ->
                    Response.no("QUOTA/MAXSIZE", "A script may have " + missing.most() + " octets");
            case TOTAL_OCTETS ->
                    Response.no(
                            "QUOTA",
                            "Your scripts together may have " + missing.most() + " octets");
        };
    }
}
