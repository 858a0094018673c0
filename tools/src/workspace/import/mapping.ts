import { UsageError } from '../../exit.ts';
import type { Row } from './rows.ts';

/** What a field of a workspace's file takes. */
export interface Field {
  readonly required?: true;
  /** Text, if left out. */
  readonly as?: 'list' | 'number';
}

export type Fields = Readonly<Record<string, Field>>;

/** What a row gives, by field: text, or a list, or a number. Fields that it says nothing about are left out. */
export type Values = Record<string, string | string[] | number>;

export interface MappingFlags {
  readonly map?: readonly string[];
  readonly set?: readonly string[];
  /** Between the entries of a list in one cell. */
  readonly separator: string;
}

/** Which column feeds which field. Remembers the columns it has seen. */
export class Mapping {
  private readonly explicit: ReadonlyMap<string, string>;
  private readonly constants: ReadonlyMap<string, string>;
  private readonly seen = new Map<string, readonly string[]>();

  /** @throws UsageError where a flag names no field */
  constructor(
    private readonly fields: Fields,
    private readonly flags: MappingFlags,
  ) {
    this.explicit = new Map((flags.map ?? []).map((flag) => this.pair(flag, '--map field=column')));
    this.constants = new Map((flags.set ?? []).map((flag) => this.pair(flag, '--set field=value')));
  }

  private pair(flag: string, form: string): [string, string] {
    const [, field = '', rest = ''] = /^([^=]+)=(.*)$/s.exec(flag) ?? [];
    if (rest === '') throw new UsageError(`'${flag}' should be ${form}.`);
    if (!Object.hasOwn(this.fields, field)) {
      throw new UsageError(`There is no field '${field}': the fields are ${Object.keys(this.fields).join(', ')}.`);
    }
    return [field, rest];
  }

  /** @throws UsageError where a column that is asked for, or a required field's, is not in the heading */
  requireColumns(columns: readonly string[]): void {
    const have = `the columns are ${columns.join(', ')}`;
    for (const column of this.explicit.values()) {
      if (!columns.includes(column)) throw new UsageError(`There is no column '${column}': ${have}.`);
    }
    const fed = new Set([...columns.flatMap((column) => this.fieldsOf(column)), ...this.constants.keys()]);
    for (const [field, { required }] of Object.entries(this.fields)) {
      if (required && !fed.has(field))
        throw new UsageError(`No column gives '${field}': say --map ${field}=…; ${have}.`);
    }
  }

  valuesOf({ cells }: Row): Values {
    const values: Values = {};
    const put = (field: string, cell: unknown): void => {
      const value = this.converted(field, cell);
      if (value !== undefined) values[field] = value;
    };
    for (const [field, text] of this.constants) put(field, text);
    for (const [column, cell] of Object.entries(cells)) for (const field of this.fieldsOf(column)) put(field, cell);
    return values;
  }

  /** Columns that no field takes. */
  unmapped(): string[] {
    return [...this.seen].flatMap(([column, fields]) => (fields.length === 0 ? [column] : []));
  }

  /** Columns that were asked for and that no row has. */
  missing(): string[] {
    return [...new Set(this.explicit.values())].filter((column) => !this.seen.has(column));
  }

  private fieldsOf(column: string): readonly string[] {
    const known = this.seen.get(column);
    if (known) return known;
    const asked = [...this.explicit].flatMap(([field, from]) => (from === column ? [field] : []));
    const named = Object.keys(this.fields).filter(
      (field) => bare(field) === bare(column) && !this.explicit.has(field) && !this.constants.has(field),
    );
    const fields = [...asked, ...named];
    this.seen.set(column, fields);
    return fields;
  }

  private converted(field: string, cell: unknown): string | string[] | number | undefined {
    if (cell === null || cell === undefined) return undefined;
    const { as } = this.fields[field] ?? {};
    if (as === 'list') {
      const entries = Array.isArray(cell)
        ? cell.map(String)
        : textOf(cell)
            .split(/\n/)
            .flatMap((line) => line.split(this.flags.separator));
      return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
    }
    const text = textOf(cell).replace(/\r\n?/g, '\n').trim();
    if (text === '') return undefined;
    return as === 'number' ? Number(text) : text;
  }
}

const textOf = (cell: unknown): string => (typeof cell === 'string' ? cell : JSON.stringify(cell));

/** `Article ID`, `article_id` and `articleId` are one name. */
const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
