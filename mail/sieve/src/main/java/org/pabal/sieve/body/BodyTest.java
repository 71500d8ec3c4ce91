// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.body;

import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;
import org.pabal.sieve.match.MatchRule;
import org.pabal.sieve.match.Matching;
import org.pabal.sieve.run.Run;
import org.pabal.sieve.run.Test;

/// `body`. RFC 5173. What wildcards stand for is not kept: the body is no place for that. RFC 5173 §6
///
/// One mebibyte of each part is looked at, and four of a message, when decoded.
public record BodyTest(BodyTransform transform, Matching keys) implements Test {
    private static final int MAX_OCTETS = 4 << 20;

    /// `body [COMPARATOR] [MATCH-TYPE] [BODY-TRANSFORM] <key-list: string-list>`
    public static BodyTest read(Arguments in) throws ScriptError {
        BodyTransform transform = BodyTransform.read(in);
        Matching keys = MatchRule.read(in).withoutCapture().keys(in, "the keys");
        in.end();
        return new BodyTest(transform, keys);
    }

    @Override
    public boolean holds(Run run) {
        BodyTexts texts = new BodyTexts(run, keys.attempt(run), MAX_OCTETS);
        return texts.offer(transform) || texts.end();
    }
}
