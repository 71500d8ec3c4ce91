// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.duplicate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.pabal.message.mime.HeaderField;
import org.pabal.sieve.Action;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;
import org.pabal.sieve.run.Text;

/// `duplicate`. RFC 7352.
///
/// The answer is the same all through a run; that the message was seen is remembered only when
/// all else is done, so that a message which is tried again after a failure is no duplicate of
/// itself. One without the field, or with an empty one, is no duplicate and is not remembered.
///
/// @param header Message-ID unless it is given
/// @param last the time begins anew with each duplicate
public record DuplicateTest(
        Text handle, Optional<Text> header, Optional<Text> uniqueId, Duration period, boolean last)
        implements Test {
    private static final long DEFAULT_SECONDS = Duration.ofDays(7).toSeconds(); // RFC 7352 §3.3
    private static final long MAX_SECONDS = Duration.ofDays(365).toSeconds();

    /// `duplicate [":handle" <handle: string>] [":header" <header-name: string> /
    /// ":uniqueid" <value: string>] [":seconds" <timeout: number>] [":last"]`
    public static DuplicateTest read(Arguments in) throws ScriptError {
        Optional<Text> handle = in.taggedText("handle");
        Optional<Text> header = in.taggedText("header");
        Optional<String> name = header.flatMap(Text::constant);
        if (name.isPresent() && !HeaderField.isName(name.get())) {
            throw in.error("\"" + name.get() + "\" is not the name of a header field");
        }
        Optional<Text> uniqueId = in.taggedText("uniqueid");
        if (header.isPresent() && uniqueId.isPresent()) {
            throw in.error("`:header` and `:uniqueid` exclude each other");
        }
        OptionalLong seconds = in.taggedNumber("seconds");
        if (seconds.isPresent() && seconds.getAsLong() == 0) {
            throw in.error("`:seconds` is at least 1");
        }
        boolean last = in.flag("last");
        in.end();
        long period = Math.min(seconds.orElse(DEFAULT_SECONDS), MAX_SECONDS);
        return new DuplicateTest(
                handle.orElse(Text.of("")), header, uniqueId, Duration.ofSeconds(period), last);
    }

    @Override
    public boolean holds(Run run) {
        String value = value(run);
        if (value.isEmpty()) {
            return false;
        }
        String id = id(handle.value(run), value);
        boolean seen = run.surroundings().wasSeen(id, period, last);
        if (!seen || last) {
            run.actions().add(new Action.Remember(id, period));
        }
        return seen;
    }

    private String value(Run run) {
        if (uniqueId.isPresent()) {
            return uniqueId.get().value(run);
        }
        String name = header.isPresent() ? header.get().value(run) : "Message-ID";
        List<String> values = run.header().texts(name);
        return values.isEmpty() ? "" : values.getFirst();
    }

    /// Of one length whatever the mail says (THREATS M13), and different for each handle.
    private static String id(String handle, String value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] handleOctets = handle.getBytes(StandardCharsets.UTF_8);
            digest.update((handleOctets.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(handleOctets);
            digest.update(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
