// SPDX-License-Identifier: Apache-2.0

/// DNS lists: addresses and domains that others speak ill or well of. RFC 5782, and RFC 6471 for what
/// is to be expected of those who keep one.
///
/// A list is asked about what its settings name, at most so many questions for a mail, all at once and
/// within the list's time. It is asked only while its test entries are right: a list that answers
/// everything, or nothing any more, is muted and said so (THREATS D09). One that does not answer is
/// left alone after a few time-outs.
@NullMarked
package org.pabal.filter.lists;

import org.jspecify.annotations.NullMarked;
