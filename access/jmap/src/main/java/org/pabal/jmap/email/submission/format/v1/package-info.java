// SPDX-License-Identifier: Apache-2.0

/// Submissions on disk. docs/formats/submissions-v1.md
@NullMarked
package org.pabal.jmap.email.submission.format.v1;

import org.jspecify.annotations.NullMarked;
