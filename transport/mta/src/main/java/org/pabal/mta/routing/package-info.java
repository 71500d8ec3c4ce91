// SPDX-License-Identifier: Apache-2.0

/// Where a recipient's copy goes: accounts, other hosts, or nowhere.
///
/// Aliases are resolved here, bounded in depth and number, with loops cut. Local domains are never
/// guessed from a local-part: `u%other@D` and `other!u@D` are accounts of D or nobody (THREATS S13).
@NullMarked
package org.pabal.mta.routing;

import org.jspecify.annotations.NullMarked;
