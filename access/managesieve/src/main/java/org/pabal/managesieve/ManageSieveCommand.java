// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.util.Optional;
import org.pabal.mda.scripts.ScriptName;

/// One command, parsed but not yet judged. RFC 5804 §2.
sealed interface ManageSieveCommand {
    /// @param initial base64
    record Authenticate(String mechanism, Optional<String> initial) implements ManageSieveCommand {}

    record StartTls() implements ManageSieveCommand {}

    record Logout() implements ManageSieveCommand {}

    record Capability() implements ManageSieveCommand {}

    /// From a front: whose session it is, in the words of Dovecot's proxies.
    record Xclient(String attributes) implements ManageSieveCommand {}

    /// For whom has logged in.
    sealed interface AboutScripts extends ManageSieveCommand {}

    record HaveSpace(ScriptName name, long octets) implements AboutScripts {}

    record PutScript(ScriptName name, byte[] script) implements AboutScripts {}

    record ListScripts() implements AboutScripts {}

    /// @param name empty to leave no script active
    record SetActive(Optional<ScriptName> name) implements AboutScripts {}

    record GetScript(ScriptName name) implements AboutScripts {}

    record DeleteScript(ScriptName name) implements AboutScripts {}

    record RenameScript(ScriptName from, ScriptName to) implements AboutScripts {}

    record CheckScript(byte[] script) implements AboutScripts {}

    /// @param tag given back
    record Noop(Optional<String> tag) implements ManageSieveCommand {}

    record Unauthenticate() implements ManageSieveCommand {}

    /// A name that is none, in a command that is well-formed. RFC 5804 §1.6, THREATS V01.
    record NotAName(String reason) implements ManageSieveCommand {}

    /// Outside the grammar.
    record Unparsable(String reason) implements ManageSieveCommand {}
}
