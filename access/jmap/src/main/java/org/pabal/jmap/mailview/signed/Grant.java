// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.signed;

import java.time.Instant;
import java.util.Optional;
import org.pabal.directory.AccountId;

/// What one link shows, and to whom.
///
/// @param owner whose mail it belongs to
/// @param reader who was given the link
/// @param session of the reader's browser; empty for a reader that came with a password or a token
public record Grant(
        AccountId owner, AccountId reader, Optional<String> session, Instant expires, Shown shown) {

    public sealed interface Shown {}

    /// A part of a message.
    ///
    /// @param type as the message says; may be anything
    /// @param name of the file; may be empty
    public record Part(String blobId, String type, String name) implements Shown {}

    /// A picture that another server has.
    public record Picture(String address) implements Shown {}
}
