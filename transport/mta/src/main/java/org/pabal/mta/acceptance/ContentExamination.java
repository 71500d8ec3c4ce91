// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.Optional;

/// One mail's content under examination: it sees the header section, then the body as it passes,
/// once, and says at the end what stands above it and whether it is taken. For one thread.
///
/// It sees what is stored, without the fields that this server puts on top. Nothing that a message
/// holds makes it throw; when the store or DNS fails it says so in what it found, or with an {@link
/// org.pabal.message.UnavailableException}, and the client is told to come again.
public interface ContentExamination extends AutoCloseable {
    /// Looks at nothing and adds nothing.
    static ContentExamination none() {
        return ExaminedBefore.NONE;
    }

    /// Takes the header section, before any of it is stored. Called once.
    ///
    /// @param section not to be changed; ends with its empty line, unless the content ends before.
    ///     A message without fields has an empty line only, or nothing
    /// @return what is stored in its place, of the same form: the same array as a rule
    byte[] header(byte[] section);

    /// Takes the next octets of the body. They are the caller's again afterwards.
    void body(byte[] octets, int offset, int length);

    /// The content is complete. Called at most once.
    Examined finish();

    /// A check has edited the content: what examines the edited copy, whose findings then replace
    /// these. Empty when these stand, being about the mail as it came. Called after {@link #finish},
    /// perhaps after {@link #close}.
    default Optional<ContentExamination> anew() {
        return Optional.empty();
    }

    /// Lets go of all, finished or not: the session may have ended. May be called again.
    @Override
    void close();
}
