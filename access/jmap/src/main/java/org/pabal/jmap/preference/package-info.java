// SPDX-License-Identifier: Apache-2.0

/// Preference/*: how a person likes the pages, kept with the account so that it is the same on every
/// device. The server knows names and sizes only; what a value means is its client's.
@NullMarked
package org.pabal.jmap.preference;

import org.jspecify.annotations.NullMarked;
