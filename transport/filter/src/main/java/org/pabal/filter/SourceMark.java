// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

/// What somebody's word about a message changes in what is known of its network or its domain.
///
/// @param source the hash of one of them
/// @param spam more of its mails are spam; less when negative
/// @param ham more are good
/// @param day since 1970, as of which this is: it fades as all of what is known
public record SourceMark(long source, float spam, float ham, int day) {

    /// What takes it back, exactly.
    public SourceMark undone() {
        return new SourceMark(source, -spam, -ham, day);
    }
}
