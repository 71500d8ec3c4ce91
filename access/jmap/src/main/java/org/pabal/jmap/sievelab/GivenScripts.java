// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.sievelab;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.JmapObject;
import org.pabal.jmap.MethodError;
import org.pabal.jmap.SetError;
import org.pabal.jmap.sieve.SieveScripts;
import org.pabal.sieve.Compilation;

/// The script that a call is about: its text, `script`, or where that lies, `blobId` or `scriptId`.
/// It needs not to be saved first.
record GivenScripts(SieveScripts scripts, Blobs blobs) {

    /// @param called for who looks at batches later
    record Given(String called, Compilation compilation) {}

    /// @throws MethodError `invalidArguments`, `blobNotFound`, `notFound`, `tooLarge`
    Given read(JmapObject arguments, JmapAccount account) {
        Optional<String> text = arguments.findString("script");
        Optional<String> blobId = arguments.findId("blobId");
        Optional<String> scriptId = arguments.findId("scriptId");
        if (Stream.of(text, blobId, scriptId).filter(Optional::isPresent).count() != 1) {
            throw MethodError.invalidArgument(
                    "script", "or blobId or scriptId is required, one of them");
        }
        try {
            return scriptId.isPresent()
                    ? saved(account, scriptId.get())
                    : new Given("JMAP", compiled(account, text, blobId));
        } catch (SetError error) {
            throw MethodError.of(error.type(), error.json().path("description").asString(""));
        }
    }

    private Compilation compiled(
            JmapAccount account, Optional<String> text, Optional<String> blobId) {
        byte[] octets =
                blobId.isPresent()
                        ? scripts.text(blobs, account, blobId.get())
                        : scripts.bounded(text.orElse("").getBytes(StandardCharsets.UTF_8));
        return scripts.scripts().check(account.owner(), octets);
    }

    private Given saved(JmapAccount account, String id) {
        SieveScripts.Saved saved =
                scripts.saved(account.owner(), id).orElseThrow(SetError::notFound);
        return new Given(
                saved.name().text(), scripts.scripts().check(account.owner(), saved.text()));
    }
}
