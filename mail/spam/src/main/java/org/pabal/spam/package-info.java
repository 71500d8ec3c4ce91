// SPDX-License-Identifier: Apache-2.0

/// What is found about a mail that may be spam, and what it adds up to: the contract between
/// whoever finds and whoever decides. Nothing here reads from a store or asks another host.
@NullMarked
package org.pabal.spam;

import org.jspecify.annotations.NullMarked;
