// SPDX-License-Identifier: Apache-2.0

/// Quota/*: how much an account may keep, and how much of that is used. RFC 9425.
@NullMarked
package org.pabal.jmap.quota;

import org.jspecify.annotations.NullMarked;
