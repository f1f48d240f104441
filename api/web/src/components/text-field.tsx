/** A line of text with its label. */

export interface TextFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** The most letters that the service takes. */
  readonly longest: number;
  readonly required?: boolean;
  readonly write: (text: string) => void;
}

export function TextField({ id, label, value, longest, required = false, write }: TextFieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input type="text" id={id} maxLength={longest} required={required} value={value} onInput={(event) => write(event.currentTarget.value)} />
    </div>
  );
}
